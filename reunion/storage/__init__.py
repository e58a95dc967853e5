"""The only code that speaks SQL: tables, functions over a connection, the database that runs them."""
