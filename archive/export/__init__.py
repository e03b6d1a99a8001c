"""The records of a collection in the forms that others read: one module a form, all behind `forms.Form`."""
