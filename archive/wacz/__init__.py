"""WACZ: a collection as one file that others can replay and check, and a judge of such files, ours and foreign ones.

`export` writes; `validator` judges, and shares nothing with the writer but the form of an address in the index.
"""
