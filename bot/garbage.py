"""How often this process looks for garbage."""

import gc


def collect_seldom() -> None:
    """For a whole process, before it loads what it needs. Modules and a batch's rows come by the thousand and stay:
    by Python's own settings a tenth of the start and a third of a batch's time go into looking through them for circles
    that are not there.
    """
    gc.set_threshold(20_000, 20, 50)
