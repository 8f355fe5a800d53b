"""What happens by itself: the timetable and what it sends."""
