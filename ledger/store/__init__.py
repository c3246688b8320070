"""The book in the database: tables, reads and the only writes."""
