"""Publications as PDF: a document of parts, set in a process of its own, kept by its content.

Imports nothing: ``core.pdf.press`` runs without the site.
"""
