"""Workbooks in and out, and pictures."""
