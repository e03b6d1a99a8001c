"""The pages, a module for each kind: a `Desk` in, what is to be shown out."""
