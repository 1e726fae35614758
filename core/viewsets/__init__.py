"""The editors' side of rows that only operations change, on Wagtail's generic views."""
