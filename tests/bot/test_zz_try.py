import time
from tests.bot.conftest import *
from tests.bot.playing import *
async def test_try(world):
    t=time.time()
    who=pair(world)
    await agreed(who)
    print("took", time.time()-t, time.process_time())
