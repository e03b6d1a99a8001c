"""A process that ends without a word at a step that the disk sees, as by SIGKILL or a power cut."""

import os

STEPS = ("fsync", "rename", "replace", "unlink", "rmdir", "open")


def ended_at(nth, action):
    """Do something in a process that ends at the nth step that the disk sees; say whether it got so far."""
    child = os.fork()
    if not child:
        count = [0]

        def counting(real):
            def step(*arguments, **options):
                count[0] += 1
                if count[0] == nth:
                    os._exit(9)
                return real(*arguments, **options)

            return step

        for name in STEPS:
            setattr(os, name, counting(getattr(os, name)))
        try:
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9
