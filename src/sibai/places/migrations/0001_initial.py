import django.db.models.deletion
import sibai.db.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name='编码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('level', models.CharField(choices=[('county', '县'), ('town', '镇'), ('village', '村（社区）')], max_length=10, verbose_name='层级')),
                ('start', models.DateField(verbose_name='设立日')),
                ('end', models.DateField(blank=True, null=True, verbose_name='撤销日')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='place_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('hr_bureau', '县人社局'), ('revitalisation_bureau', '县乡村振兴局'), ('finance_bureau', '县财政局'), ('agent_company', '派活儿公司'), ('town_government', '镇人民政府'), ('village_company', '村劳务帮扶服务公司'), ('village_committee', '村（居）民委员会')], max_length=24, verbose_name='类别')),
                ('start', models.DateField(verbose_name='设立日')),
                ('end', models.DateField(blank=True, null=True, verbose_name='终止日')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='所在地')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('end__isnull', True)), fields=('kind', 'place'), name='one_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='PlaceName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(blank=True, null=True, verbose_name='止')),
                ('document', models.CharField(max_length=120, verbose_name='依据')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='生效日')),
                ('kind', models.CharField(choices=[('merge', '合并'), ('split', '分设')], max_length=10, verbose_name='方式')),
                ('document', models.CharField(max_length=120, verbose_name='依据')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessions', to='places.place')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='succession_once'), models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='succession_to_another')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('legal_representative', models.CharField(blank=True, max_length=40, verbose_name='法定代表人（负责人）')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='住所')),
                ('bank', models.CharField(blank=True, max_length=120, verbose_name='开户行')),
                ('account', sibai.db.fields.EncryptedText(blank=True, default='', label='places.organisationrecord.account', verbose_name='银行账号')),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(blank=True, null=True, verbose_name='止')),
                ('document', models.CharField(max_length=120, verbose_name='依据')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='places.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('end__isnull', True)), fields=('organisation',), name='one_open_organisation_record')],
            },
        ),
    ]
