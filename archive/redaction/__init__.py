"""Copies of a collection without the names of those who must be protected. docs/redaction.md says what that means."""
