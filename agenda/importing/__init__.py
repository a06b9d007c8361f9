"""Tables of tasks as offices write them (“phân công nhiệm vụ”); nothing here knows the database."""
