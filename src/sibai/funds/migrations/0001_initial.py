import django.db.models.deletion
import django.db.models.expressions
import sibai.db.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('payroll', '0005_openings'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='编号')),
                ('kind', models.CharField(choices=[('post', '岗位补贴'), ('insurance', '社保补贴'), ('rest', '县财政列支单位保险')], max_length=10, verbose_name='类别')),
                ('first', sibai.db.fields.MonthField(verbose_name='起')),
                ('last', sibai.db.fields.MonthField(verbose_name='止')),
                ('state', models.CharField(choices=[('claimed', '待审核'), ('granted', '待到账'), ('received', '已到账'), ('rejected', '未批准')], default='claimed', max_length=10, verbose_name='状态')),
                ('people', models.PositiveIntegerField(verbose_name='人数')),
                ('asked', sibai.db.fields.FenField(verbose_name='申报金额')),
                ('granted', sibai.db.fields.FenField(default=0, verbose_name='批准金额')),
                ('law', models.JSONField(default=dict, verbose_name='参数和口径')),
                ('claimed_at', models.DateTimeField(verbose_name='申报时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审核时间')),
                ('reason', sibai.db.fields.EncryptedText(blank=True, default='', label='funds.claim.reason', verbose_name='不同的原因')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='登记到账时间')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='到账日')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='到账凭证')),
                ('version', models.PositiveIntegerField(default=1)),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('county', 'number'), name='claims_are_numbered'), models.CheckConstraint(condition=models.Q(('granted__gte', 0), ('granted__lte', models.F('asked'))), name='granted_within_asked')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='凭证号')),
                ('date', models.DateField(verbose_name='日期')),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('kind', models.CharField(choices=[('wages', '工资应付'), ('corrected', '更正差额'), ('paid', '银行代发'), ('returned', '银行退回'), ('repaid', '多发退回'), ('remitted', '缴纳社保和个税'), ('prefunded', '预拨到账'), ('claimed', '补贴申报'), ('decided', '补贴审核'), ('received', '补贴到账'), ('reversal', '冲正')], max_length=12, verbose_name='类别')),
                ('text', models.CharField(max_length=200, verbose_name='摘要')),
                ('subject_type', models.CharField(max_length=60, verbose_name='依据的种类')),
                ('subject_id', models.UUIDField(verbose_name='依据')),
                ('part', models.PositiveSmallIntegerField(default=1, verbose_name='第几部分')),
                ('total', sibai.db.fields.FenField(verbose_name='金额')),
                ('at', models.DateTimeField(verbose_name='记账时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='funds.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('county', 'number'), name='entries_are_numbered'), models.UniqueConstraint(fields=('kind', 'subject_id', 'part'), name='an_act_is_posted_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='a_reversal_names_the_entry')],
                'indexes': [models.Index(fields=['month'], name='funds_entry_month_c0a57e_idx')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('posts', models.CharField(max_length=12, verbose_name='类别')),
                ('account', models.CharField(choices=[('1001', '银行存款'), ('1201', '应收村公司奖励'), ('1202', '应收个人多发'), ('1203', '应收个人欠扣'), ('1301', '垫缴单位保险'), ('1302', '已申报补贴'), ('1303', '已批待到账补贴'), ('2001', '应付工资'), ('2002', '银行退回待重发'), ('2003', '应付以前月份补差'), ('2101', '代扣养老个人'), ('2102', '代扣个税'), ('2103', '应缴养老单位'), ('2104', '应缴工伤单位'), ('4001', '预拨资金'), ('4002', '岗位补贴收入'), ('5001', '基础工资支出'), ('5002', '绩效工资支出')], max_length=8, verbose_name='科目')),
                ('amount', sibai.db.fields.FenField(verbose_name='金额')),
                ('source', models.CharField(choices=[('employment', '就业补助资金'), ('budget', '财政预算资金'), ('other', '其他资金')], default='other', max_length=12, verbose_name='资金来源')),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('town_code', models.CharField(blank=True, max_length=12, verbose_name='镇')),
                ('village_code', models.CharField(blank=True, max_length=12, verbose_name='村（社区）')),
                ('about', models.UUIDField(blank=True, null=True, verbose_name='依据')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.entry')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='a_line_is_not_nothing'), models.CheckConstraint(condition=models.Q(('account__in', ['1001', '1201', '1202', '1203', '1301', '1302', '1303', '2001', '2002', '2003', '2101', '2102', '2103', '2104', '4001', '4002', '5001', '5002'])), name='an_account_that_exists'), models.CheckConstraint(condition=models.Q(('source__in', ['budget', 'employment', 'other'])), name='a_source_that_exists'), models.UniqueConstraint(condition=models.Q(('about__isnull', False)), fields=('posts', 'about', 'account'), name='a_row_is_posted_once')],
                'indexes': [models.Index(fields=['account', 'month', 'source'], name='funds_line_account_8b3816_idx'), models.Index(fields=['town_code', 'account'], name='funds_line_town_co_70c4ef_idx')],
            },
        ),
        migrations.CreateModel(
            name='ClaimLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('post', '岗位补贴'), ('insurance', '社保补贴'), ('rest', '县财政列支单位保险')], max_length=10, verbose_name='类别')),
                ('live', models.BooleanField(default=True, verbose_name='有效')),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('asked', sibai.db.fields.FenField(verbose_name='申报')),
                ('granted', sibai.db.fields.FenField(default=0, verbose_name='批准')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.claim')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claimed', to='funds.line')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('live', True)), fields=('line', 'kind'), name='claimed_once_a_kind'), models.CheckConstraint(condition=models.Q(('asked__gt', 0), ('granted__gte', 0), ('granted__lte', models.F('asked'))), name='a_claim_line')],
            },
        ),
        migrations.CreateModel(
            name='Prefunding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('state', models.CharField(choices=[('computed', '待审批'), ('returned', '已退回'), ('approved', '待拨付'), ('transferred', '待到账'), ('arrived', '已到账')], default='computed', max_length=12, verbose_name='状态')),
                ('people', models.PositiveIntegerField(default=0, verbose_name='人数')),
                ('amount', sibai.db.fields.FenField(default=0, verbose_name='金额')),
                ('due', models.DateField(verbose_name='截止日')),
                ('why', sibai.db.fields.EncryptedText(blank=True, default='', label='funds.prefunding.why', verbose_name='退回原因')),
                ('computed_at', models.DateTimeField(verbose_name='计算时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='审批时间')),
                ('transferred_at', models.DateTimeField(blank=True, null=True, verbose_name='确认拨付时间')),
                ('transferred_on', models.DateField(blank=True, null=True, verbose_name='拨付日')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='拨付凭证')),
                ('arrived_at', models.DateTimeField(blank=True, null=True, verbose_name='确认到账时间')),
                ('arrived_on', models.DateField(blank=True, null=True, verbose_name='到账日')),
                ('version', models.PositiveIntegerField(default=1)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('arrived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('computed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('transferred_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('county', 'month', 'number'), name='prefundings_are_numbered'), models.UniqueConstraint(condition=models.Q(('state__in', ['computed', 'returned'])), fields=('county',), name='one_prefunding_is_being_made')],
            },
        ),
        migrations.CreateModel(
            name='Remittance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', sibai.db.fields.MonthField(verbose_name='所属月份')),
                ('kind', models.CharField(choices=[('insurance', '社会保险费'), ('tax', '个人所得税')], max_length=10, verbose_name='类别')),
                ('amount', sibai.db.fields.FenField(verbose_name='金额')),
                ('paid_on', models.DateField(verbose_name='缴款日')),
                ('document', models.CharField(max_length=120, verbose_name='缴款凭证')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_remittance_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('people', models.PositiveIntegerField(verbose_name='人数')),
                ('base_total', sibai.db.fields.FenField(verbose_name='基础工资')),
                ('insurance_total', sibai.db.fields.FenField(verbose_name='单位保险')),
                ('balance', sibai.db.fields.FenField(verbose_name='上次结余')),
                ('amount', sibai.db.fields.FenField(verbose_name='应预拨')),
                ('employment', sibai.db.fields.FenField(verbose_name='就业补助资金')),
                ('budget', sibai.db.fields.FenField(verbose_name='财政预算资金')),
                ('answers', models.JSONField(default=dict, verbose_name='规则结果')),
                ('prefunding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='funds.prefunding')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('prefunding', 'town'), name='a_town_once_a_prefunding'), models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('employment'), '+', models.F('budget'))), ('budget__gte', 0), ('employment__gte', 0)), name='sources_make_the_whole')],
            },
        ),
        migrations.CreateModel(
            name='Covered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slip', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payroll.payslip')),
                ('share', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covered', to='funds.share')),
            ],
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', sibai.db.fields.MonthField(verbose_name='月份')),
                ('source', models.CharField(choices=[('employment', '就业补助资金'), ('budget', '财政预算资金')], max_length=12, verbose_name='资金来源')),
                ('amount', sibai.db.fields.FenField(verbose_name='金额')),
                ('document', models.CharField(max_length=120, verbose_name='依据')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('county', 'month', 'source'), name='one_budget_a_month'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='a_budget_is_not_negative')],
            },
        ),
    ]
