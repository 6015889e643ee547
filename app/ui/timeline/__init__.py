"""The Timeline page: what was done, is planned and is forecast for every project, day by day, and what moving a date does."""
