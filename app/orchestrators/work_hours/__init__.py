"""When somebody works: slots of the week, single days, time off, and what comes of them."""
