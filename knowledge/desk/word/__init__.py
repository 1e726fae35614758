"""Word in and out for practices: a template, drafts begun or filled from a file, and drafts as files."""
