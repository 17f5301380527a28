import django.db.models.deletion
import stepwell.kernel.identifiers
import stepwell.records.tenancy.scope
from django.db import migrations, models

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0007_the_whole_way'),
        ('people', '0002_row_security'),
        ('program', '0004_timetable'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LeaderToAvoid',
            fields=[
                ('id', models.UUIDField(default=stepwell.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('organization', models.ForeignKey(default=stepwell.records.tenancy.scope.organization_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='program.staff')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('person', 'staff'), name='a_leader_is_avoided_once')],
            },
        ),
        RowSecurity("LeaderToAvoid"),
    ]
