"""The entries behind a figure."""
