"""Settings › Work hours: the week one drags, from when on it holds, and single days that differ."""
