"""The emoji short codes that people meet most, so that `:tada:` reads as they know it. Others stay as typed."""

from __future__ import annotations

import re

_TABLE = """
+1 👍|-1 👎|thumbsup 👍|thumbsdown 👎|ok_hand 👌|clap 👏|raised_hands 🙌|pray 🙏|wave 👋|muscle 💪
point_right 👉|point_left 👈|point_up ☝|point_down 👇|handshake 🤝|writing_hand ✍|hand ✋
raised_hand ✋|v ✌|crossed_fingers 🤞|eyes 👀|brain 🧠|ear 👂|smile 😄|smiley 😃|grinning 😀|grin 😁
blush 😊|slightly_smiling_face 🙂|wink 😉|joy 😂|laughing 😆|sweat_smile 😅|heart_eyes 😍
thinking_face 🤔|neutral_face 😐|confused 😕|disappointed 😞|worried 😟|cry 😢|sob 😭|angry 😠
sunglasses 😎|relieved 😌|hugging_face 🤗|partying_face 🥳|star-struck 🤩|zipper_mouth_face 🤐
exploding_head 🤯|sleeping 😴|nerd_face 🤓|upside_down_face 🙃|heart ❤|orange_heart 🧡
yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|broken_heart 💔|sparkling_heart 💖
tada 🎉|confetti_ball 🎊|balloon 🎈|gift 🎁|trophy 🏆|medal 🏅|first_place_medal 🥇|dart 🎯|rocket 🚀
fire 🔥|sparkles ✨|star ⭐|star2 🌟|zap ⚡|boom 💥|100 💯|bulb 💡|bell 🔔|no_bell 🔕|mega 📣
loudspeaker 📢|speech_balloon 💬|thought_balloon 💭|white_check_mark ✅|heavy_check_mark ✔
ballot_box_with_check ☑|x ❌|negative_squared_cross_mark ❎|warning ⚠|no_entry ⛔
no_entry_sign 🚫|question ❓|exclamation ❗|grey_question ❔|bangbang ‼|information_source ℹ
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱|alarm_clock ⏰|clock1 🕐|clock9 🕘|calendar 📆
date 📅|spiral_calendar_pad 🗓|memo 📝|pencil 📝|pencil2 ✏|clipboard 📋|pushpin 📌|round_pushpin 📍
paperclip 📎|link 🔗|lock 🔒|unlock 🔓|key 🔑|mag 🔍|mag_right 🔎|bar_chart 📊
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|file_folder 📁|open_file_folder 📂
page_facing_up 📄|book 📖|books 📚|notebook 📓|envelope ✉|email 📧|inbox_tray 📥|outbox_tray 📤
package 📦|phone 📞|telephone_receiver 📞|computer 💻|desktop_computer 🖥|calling 📲|iphone 📱
camera 📷|movie_camera 🎥|microphone 🎤|headphones 🎧|musical_note 🎵|art 🎨|hammer 🔨|wrench 🔧
hammer_and_wrench 🛠|gear ⚙|bug 🐛|shield 🛡|compass 🧭|world_map 🗺|triangular_flag_on_post 🚩
checkered_flag 🏁|busts_in_silhouette 👥|bust_in_silhouette 👤|moneybag 💰|dollar 💵|chart 💹
handbag 👜|briefcase 💼|office 🏢|house 🏠|seedling 🌱|herb 🌿|evergreen_tree 🌲|sunny ☀
partly_sunny ⛅|cloud ☁|umbrella ☔|snowflake ❄|rainbow 🌈|coffee ☕|tea 🍵|beer 🍺|cake 🍰
birthday 🎂|apple 🍎|pizza 🍕|cookie 🍪|dog 🐶|cat 🐱|unicorn_face 🦄|bee 🐝|robot_face 🤖|ghost 👻
large_green_circle 🟢|large_yellow_circle 🟡|large_orange_circle 🟠|red_circle 🔴
large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_red_square 🟥
white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹|large_blue_diamond 🔷
small_orange_diamond 🔸|arrow_right ➡|arrow_left ⬅|arrow_up ⬆|arrow_down ⬇
arrow_upper_right ↗|arrow_lower_right ↘|arrows_counterclockwise 🔄|rewind ⏪|fast_forward ⏩
arrow_forward ▶|repeat 🔁|heavy_plus_sign ➕|heavy_minus_sign ➖|one 1⃣|two 2⃣|three 3⃣|four 4⃣
five 5⃣|six 6⃣|seven 7⃣|eight 8⃣|nine 9⃣|zero 0⃣|keycap_ten 🔟
"""

EMOJI: dict[str, str] = {}
for _entry in _TABLE.replace("\n", "|").split("|"):
    if _entry:
        _code, _, _character = _entry.partition(" ")
        EMOJI[_code] = _character

SHORTCODE = re.compile(r":([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?")


def with_emoji(text: str) -> str:
    """Put emoji in the place of the short codes that we know."""
    return SHORTCODE.sub(lambda found: EMOJI.get(found[1], found[0]), text)
