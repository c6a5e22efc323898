"""Use cases: plain functions of a session, one transaction each, frozen results."""
