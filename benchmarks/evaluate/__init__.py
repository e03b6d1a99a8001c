"""How well posts are read, judged by golden cases, field by field and form by form, beside other programs."""
