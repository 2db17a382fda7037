import django.db.models.deletion
import sibai.db.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('employment', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LeaveRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(verbose_name='止')),
                ('by_person', models.BooleanField(default=False, verbose_name='本人在手机上提出')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(choices=[('annual', '年休假'), ('personal', '事假'), ('sick', '病假'), ('maternity', '产假'), ('miscarriage', '流产休假'), ('paternity', '护理假'), ('marriage', '婚假'), ('bereavement', '丧假'), ('childcare', '育儿假'), ('injury', '停工留薪期'), ('absent', '旷工')], max_length=12, verbose_name='假别')),
                ('days', models.PositiveIntegerField(verbose_name='天数')),
                ('reason', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.leaverequest.reason', verbose_name='事由')),
                ('told', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.leaverequest.told', verbose_name='情形')),
                ('answers', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.leaverequest.answers', verbose_name='规则结果')),
                ('state', models.CharField(choices=[('asked', '待村审批'), ('approved', '已批准'), ('refused', '未批准'), ('withdrawn', '已撤回'), ('cancelled', '已取消')], max_length=10, verbose_name='状态')),
                ('why', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.leaverequest.why', verbose_name='理由')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='人员')),
                ('stint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employment.stint', verbose_name='岗位')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='村（社区）')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='leave_ends_later')],
                'indexes': [models.Index(fields=['village', 'start'], name='attendance__village_da7729_idx'), models.Index(fields=['person', 'start'], name='attendance__person__0111b3_idx'), models.Index(fields=['state', 'village'], name='attendance__state_3cdb16_idx')],
            },
        ),
        migrations.CreateModel(
            name='LeaveStanding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_work_on', models.DateField(verbose_name='参加工作日期')),
                ('continuous_since', models.DateField(verbose_name='连续工作起')),
                ('document', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.leavestanding.document', verbose_name='依据')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='人员')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('continuous_since__gte', models.F('first_work_on'))), name='leave_standing_order')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('until', models.DateField(verbose_name='月末')),
                ('state', models.CharField(choices=[('returned', '已退回'), ('filled', '待镇核对'), ('checked', '待镇报送'), ('submitted', '已报送')], max_length=10, verbose_name='状态')),
                ('filled_at', models.DateTimeField(verbose_name='填报时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='核对时间')),
                ('why', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.sheet.why', verbose_name='退回原因')),
                ('version', models.PositiveIntegerField(default=1)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='村（社区）')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('village', 'month'), name='one_sheet_a_month')],
                'indexes': [models.Index(fields=['month', 'village'], name='attendance__month_fc572c_idx')],
            },
        ),
        migrations.CreateModel(
            name='SheetCorrection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('on_from', models.DateField(blank=True, null=True, verbose_name='在岗起')),
                ('on_to', models.DateField(blank=True, null=True, verbose_name='在岗止')),
                ('unpaid_days', models.PositiveSmallIntegerField(verbose_name='无薪天数')),
                ('reason', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.sheetcorrection.reason', verbose_name='更正原因')),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='依据')),
                ('state', models.CharField(choices=[('entered', '待镇确认'), ('confirmed', '已确认'), ('rejected', '未确认')], max_length=10, verbose_name='状态')),
                ('known_from', models.DateField(null=True)),
                ('known_to', models.DateField(null=True)),
                ('known_unpaid', models.PositiveSmallIntegerField()),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('why', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.sheetcorrection.why', verbose_name='理由')),
                ('version', models.PositiveIntegerField(default=1)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='attendance.sheet')),
                ('stint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employment.stint')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'stint', 'number'), name='each_correction_once'), models.UniqueConstraint(condition=models.Q(('state', 'entered')), fields=('sheet', 'stint'), name='one_correction_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('on_from__isnull', True), ('on_to__isnull', True), ('unpaid_days', 0)), ('on_to__gte', models.F('on_from')), _connector='OR'), name='sheet_correction_order'), models.CheckConstraint(condition=models.Q(('unpaid_days__lte', 31)), name='sheet_correction_unpaid')],
            },
        ),
        migrations.CreateModel(
            name='SheetLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on_from', models.DateField(verbose_name='在岗起')),
                ('on_to', models.DateField(verbose_name='在岗止')),
                ('marks', models.CharField(max_length=31, verbose_name='每日考勤')),
                ('attended_days', models.PositiveSmallIntegerField(verbose_name='出勤天数')),
                ('unpaid_days', models.PositiveSmallIntegerField(verbose_name='无薪天数')),
                ('note', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.sheetline.note', verbose_name='备注')),
                ('known_from', models.DateField()),
                ('known_to', models.DateField()),
                ('known_unpaid', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='attendance.sheet')),
                ('stint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employment.stint')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'stint'), name='one_line_a_stint'), models.CheckConstraint(condition=models.Q(('on_to__gte', models.F('on_from'))), name='sheet_line_order'), models.CheckConstraint(condition=models.Q(('unpaid_days__lte', 31)), name='sheet_line_unpaid')],
            },
        ),
        migrations.CreateModel(
            name='SheetUpload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('state', models.CharField(choices=[('uploaded', '待确认'), ('taken', '已填报'), ('dropped', '未填报')], max_length=10, verbose_name='状态')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='填报时间')),
                ('version', models.PositiveIntegerField(default=1)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TownReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('villages', models.PositiveSmallIntegerField(verbose_name='村（社区）数')),
                ('people', models.PositiveSmallIntegerField(verbose_name='在岗人数')),
                ('due', models.DateField(verbose_name='截止日')),
                ('timing', models.CharField(choices=[('提前', '提前'), ('按时', '按时'), ('逾期', '逾期')], max_length=4, verbose_name='时效')),
                ('answers', models.JSONField(default=dict, verbose_name='规则结果')),
                ('submitted_at', models.DateTimeField(verbose_name='报送时间')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='镇')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('town', 'month', 'number'), name='each_town_report_once')],
            },
        ),
        migrations.AddField(
            model_name='sheet',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='attendance.townreport'),
        ),
        migrations.CreateModel(
            name='Trip',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(verbose_name='止')),
                ('by_person', models.BooleanField(default=False, verbose_name='本人在手机上提出')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('version', models.PositiveIntegerField(default=1)),
                ('to_where', models.CharField(max_length=60, verbose_name='地点')),
                ('purpose', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.trip.purpose', verbose_name='事由')),
                ('state', models.CharField(choices=[('asked', '待村审批'), ('approved', '已批准'), ('refused', '未批准'), ('withdrawn', '已撤回'), ('cancelled', '已取消')], max_length=10, verbose_name='状态')),
                ('why', sibai.db.fields.EncryptedText(blank=True, default='', label='attendance.trip.why', verbose_name='理由')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='人员')),
                ('stint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employment.stint', verbose_name='岗位')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='村（社区）')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='trip_ends_later')],
                'indexes': [models.Index(fields=['village', 'start'], name='attendance__village_39b69d_idx'), models.Index(fields=['person', 'start'], name='attendance__person__9cc46e_idx'), models.Index(fields=['state', 'village'], name='attendance__state_5e235f_idx')],
            },
        ),
        migrations.CreateModel(
            name='TakenDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('works', models.BooleanField(verbose_name='工作日')),
                ('leave', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='taken', to='attendance.leaverequest')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('trip', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='taken', to='attendance.trip')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'day'), name='one_thing_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('leave__isnull', True), ('trip__isnull', False)), models.Q(('leave__isnull', False), ('trip__isnull', True)), _connector='OR'), name='day_of_leave_or_trip')],
                'indexes': [models.Index(fields=['village', 'day'], name='attendance__village_6a9186_idx')],
            },
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('report__isnull', False), ('state', 'submitted')), models.Q(models.Q(('state', 'submitted'), _negated=True), ('report__isnull', True)), _connector='OR'), name='sheet_reported'),
        ),
    ]
