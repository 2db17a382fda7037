import django.db.models.deletion
import sibai.db.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('account', models.CharField(max_length=40, unique=True, verbose_name='登录名')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录须改密码')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
            ],
            options={
                'ordering': ['account'],
            },
        ),
        migrations.CreateModel(
            name='PersonCounter',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('village', '村（社区）经办'), ('town', '镇经办'), ('county_clerk', '县人社局经办'), ('county_leader', '县人社局领导'), ('revitalisation', '县乡村振兴局'), ('company_clerk', '派活儿公司经办'), ('company_cashier', '派活儿公司出纳'), ('company_approver', '派活儿公司审批'), ('finance', '县财政局'), ('coordinator', '协理员'), ('auditor', '审计'), ('administrator', '系统管理员')], max_length=20, verbose_name='角色')),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(blank=True, null=True, verbose_name='止')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='范围')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('end__isnull', True)), fields=('user', 'role', 'place'), name='one_open_holding'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='holding_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(verbose_name='止')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='收回日')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegated', to=settings.AUTH_USER_MODEL)),
                ('holding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='people.holding')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='delegation_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('pinyin', models.CharField(blank=True, max_length=240, verbose_name='拼音')),
                ('initials', models.CharField(blank=True, max_length=40, verbose_name='拼音首字母')),
                ('sex', models.CharField(blank=True, choices=[('男', '男'), ('女', '女')], max_length=1, verbose_name='性别')),
                ('birth_date', models.DateField(null=True, verbose_name='出生日期')),
                ('id_number', sibai.db.fields.EncryptedText(blank=True, default='', label='people.person.id_number', verbose_name='身份证号')),
                ('id_index', models.CharField(blank=True, max_length=64)),
                ('phone', sibai.db.fields.EncryptedText(blank=True, default='', label='people.person.phone', verbose_name='手机号')),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('card', sibai.db.fields.EncryptedText(blank=True, default='', label='people.person.card', verbose_name='社保卡银行账号')),
                ('card_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('address', sibai.db.fields.EncryptedText(blank=True, default='', label='people.person.address', verbose_name='住址')),
                ('education', models.CharField(blank=True, choices=[('小学', '小学'), ('初中', '初中'), ('高中', '高中'), ('中职', '中职'), ('中专', '中专'), ('技校', '技校'), ('大专', '大专'), ('本科', '本科'), ('硕士', '硕士'), ('博士', '博士')], max_length=4, verbose_name='文化程度')),
                ('poverty_relief', models.BooleanField(default=False, verbose_name='脱贫劳动力')),
                ('hard_to_employ', models.BooleanField(default=False, verbose_name='就业困难人员')),
                ('graduate', models.BooleanField(default=False, verbose_name='高校毕业生')),
                ('veteran', models.BooleanField(default=False, verbose_name='退役军人')),
                ('poverty_household', models.BooleanField(default=False, verbose_name='脱贫户')),
                ('monitored_household', models.BooleanField(default=False, verbose_name='监测户')),
                ('knows_village', models.BooleanField(default=False, verbose_name='熟悉本村')),
                ('notice_version', models.CharField(blank=True, max_length=20, verbose_name='告知书版本')),
                ('noticed_at', models.DateTimeField(blank=True, null=True, verbose_name='告知时间')),
                ('erased_on', models.DateField(blank=True, null=True, verbose_name='已删除日')),
                ('erased_why', models.CharField(blank=True, max_length=20, verbose_name='删除原因')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='村（社区）')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('id_index', ''), _negated=True), fields=('id_index',), name='one_person_a_number')],
                'indexes': [models.Index(fields=['village', 'name'], name='people_pers_village_bd99ec_idx'), models.Index(fields=['pinyin'], name='people_pers_pinyin_1c7dbf_idx'), models.Index(fields=['initials'], name='people_pers_initial_218aeb_idx')],
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('see', '查阅'), ('copy', '复制'), ('correct', '更正'), ('delete', '删除')], max_length=10, verbose_name='种类')),
                ('words', sibai.db.fields.EncryptedText(blank=True, default='', label='people.datarequest.words', verbose_name='申请内容')),
                ('in_person', models.BooleanField(default=False, verbose_name='本人在系统里提出')),
                ('state', models.CharField(choices=[('received', '待决定'), ('granted', '待办理'), ('answered', '待告知'), ('closed', '已办结'), ('withdrawn', '已撤回')], default='received', max_length=10, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1)),
                ('received_at', models.DateTimeField(verbose_name='受理时间')),
                ('deadline', models.DateField(verbose_name='答复期限')),
                ('granted', models.BooleanField(null=True, verbose_name='同意')),
                ('reason', sibai.db.fields.EncryptedText(blank=True, default='', label='people.datarequest.reason', verbose_name='决定理由')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='决定时间')),
                ('result', sibai.db.fields.EncryptedText(blank=True, default='', label='people.datarequest.result', verbose_name='办理结果')),
                ('carried_out_at', models.DateTimeField(null=True, verbose_name='办理时间')),
                ('told_how', models.CharField(blank=True, max_length=40, verbose_name='怎样告知')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('carried_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='申请人')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('received', 'granted', 'answered'))), fields=('person', 'kind'), name='one_open_request_a_kind')],
                'indexes': [models.Index(fields=['state', 'deadline'], name='people_data_state_8b6e6e_idx')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.CreateModel(
            name='SecondFactor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The human-readable name of this device.', max_length=64)),
                ('confirmed', models.BooleanField(default=True, help_text='Is this device ready for use?')),
                ('key', sibai.db.fields.EncryptedText(blank=True, default='', label='people.secondfactor.key', verbose_name='密钥')),
                ('last_step', models.BigIntegerField(default=-1)),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='连续输错')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='最近输错')),
                ('enrolled_at', models.DateTimeField(verbose_name='绑定时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user',), name='one_second_factor_a_user')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('used_at', models.DateTimeField(null=True, verbose_name='使用时间')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='people.secondfactor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('device', 'digest'), name='one_recovery_code')],
            },
        ),
        migrations.CreateModel(
            name='UserSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key_digest', models.CharField(max_length=64, unique=True)),
                ('address', models.CharField(max_length=45, verbose_name='地址')),
                ('browser', models.CharField(blank=True, max_length=200, verbose_name='浏览器')),
                ('started_at', models.DateTimeField(verbose_name='登录时间')),
                ('seen_at', models.DateTimeField(verbose_name='最近使用')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('ended_why', models.CharField(blank=True, max_length=20, verbose_name='结束原因')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
