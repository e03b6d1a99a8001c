"""The commands of ``beilin`` that have a module of their own, and what all commands share (`group`)."""
