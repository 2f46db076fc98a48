"""Django's backend for Postgres, and what Django leaves out of it."""
