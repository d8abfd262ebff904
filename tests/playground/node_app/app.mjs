// A small app as anybody would write it with the official client. Where Slack is, is an option of that client.
import { App } from '@slack/bolt';

const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, TRANSPORT, PORT } = process.env;

const app = new App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  appToken: SLACK_APP_TOKEN,
  socketMode: TRANSPORT === 'socket',
  clientOptions: { slackApiUrl: SLACK_API_URL },
});

const plain = (text) => ({ type: 'plain_text', text });

app.command('/greet', async ({ command, ack, client }) => {
  await ack(`Greeting ${command.text}`);
  const [, person] = command.text.match(/<@(\w+)/);
  const { channel } = await client.conversations.open({ users: person });
  await client.chat.postMessage({
    channel: channel.id,
    text: `<@${command.user_id}> greets you`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `<@${command.user_id}> greets you` } },
      { type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'answer', text: plain('Answer') }] },
    ],
  });
});

app.action('answer', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal',
      callback_id: 'answering',
      title: plain('Answer'),
      submit: plain('Send'),
      private_metadata: JSON.stringify({ channel: body.channel.id, ts: body.message.ts }),
      blocks: [
        {
          type: 'input',
          block_id: 'said',
          label: plain('Your words'),
          element: { type: 'plain_text_input', action_id: 'words' },
        },
      ],
    },
  });
});

app.view('answering', async ({ ack, view, client }) => {
  const words = view.state.values.said.words.value;
  if (words.length < 3) {
    await ack({ response_action: 'errors', errors: { said: 'A little more, please.' } });
    return;
  }
  await ack();
  const { channel, ts } = JSON.parse(view.private_metadata);
  await client.chat.update({ channel, ts, text: `You said: ${words}` });
  await client.files.uploadV2({ channel_id: channel, filename: 'words.txt', content: words, thread_ts: ts });
});

app.event('app_home_opened', async ({ event, client }) => {
  const user = await client.users.info({ user: event.user });
  await client.views.publish({
    user_id: event.user,
    view: { type: 'home', blocks: [{ type: 'section', text: plain(`Hello ${user.user.real_name}`) }] },
  });
});

app.message('ping', async ({ message, say }) => {
  await say({ text: 'pong', thread_ts: message.ts });
});

app.error(async (problem) => {
  console.error(problem);
});

await app.start(Number(PORT));
console.log('ready');
