"""How a length of time reads."""


def length(minutes: int) -> str:
    """Returns "45 min", "1 h 30", "3 h"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
