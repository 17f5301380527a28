from django.db import migrations, models


class Migration(migrations.Migration):
    """The history keeps what a session made up for, so that taking an answer back brings it back."""

    dependencies = [("attendance", "0003_append_only")]

    operations = [
        # Trap: on SQLite only a column that may be null is added in place; a table made anew loses its triggers.
        migrations.AddField(
            model_name="attendanceentry",
            name="makes_up_for",
            field=models.UUIDField(blank=True, null=True),
        ),
    ]
