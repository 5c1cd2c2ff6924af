"""Sentences and the facts they hold, as clerks of different provinces write them, under the heading they stand in.

Belongs here: cases as data, in the notation of `small_reports.cases`: `[theme] sentence`, a line `=` for each fact, a
line `!` for what came out once (BUGS_CAUGHT). Does not belong here: a test, what is not yet read as it should be
(`fact_limits.py`).
"""

from __future__ import annotations

from small_reports import cases

READS = cases("""
[leadership] 成立由党委书记任组长的领导小组，12个村（社区）均成立法治工作领导小组。
    = leadership.village_groups=12 item
[study] 镇党委理论学习中心组集体学法4次，党政班子会前学法12次，机关干部例会学法20余次，参学人员1200余人次。
    = study.central_group_sessions=4 time
    = study.leader_sessions=12 time
    = study.cadre_sessions=20 time over
    = study.cadre_attendance=1200 person_time over
[study] 邀请县委党校老师开展法治专题讲座两场，参训干部110人。
    = study.lectures=2 time
    = study.cadre_attendance=110 person_time
[study] 学习《中华人民共和国宪法》《民法典》《行政处罚法》等法律法规15部。
    = study.laws_covered=15 item
[functions] 便民服务中心设置窗口8个，进驻政务服务事项126项，全年办理各类事项1.4万余件。
    = functions.service_windows=8 item
    = functions.service_items=126 item
    = functions.service_cases=14000 case over
[functions] 12345热线共受理群众诉求327件，按时办结率100%，满意率95.6%。
    = functions.hotline_tickets=327 case
    = functions.hotline_closure_rate=100 percent
    = functions.hotline_satisfaction_rate=95.6 percent
[functions] 梳理权责清单事项共计156项，其中行政许可12项、行政处罚38项、其他行政权力106项。
    = functions.power_list_items=156 item
    = functions.power_list_items/行政许可=12 item
    = functions.power_list_items/行政处罚=38 item
    = functions.power_list_items/其他=106 item
[rulemaking] 清理规范性文件3件，废止1件，备案率、及时率、规范率均为100%。
    = rulemaking.documents_reviewed/清理=3 case
    = rulemaking.documents_reviewed/废止=1 case
    = rulemaking.filing_rate=100 percent
    = rulemaking.timely_rate=100 percent
    = rulemaking.standard_rate=100 percent
[decision] 聘请2名律师担任镇政府法律顾问，法律顾问参与重大决策论证7次。
    = decision.counsel_engaged=2 person
    = decision.counsel_services=7 time
[decision] 法律顾问全年为镇政府审核合同三十一份、参与信访接待5次。
    = decision.contracts_reviewed=31 case
    = decision.counsel_services=5 time
[enforcement] 拆违1.2万平方米，罚没款共计3.25万元。
    = enforcement.illegal_buildings_area=12000 square_metre
    = enforcement.fines=32500 yuan
[enforcement] 承接县级下放行政执法事项84项，综合行政执法队配备人员15人，核定编制18名。
    = enforcement.delegated_items=84 item
    = enforcement.staff=15 person
[enforcement] 组织执法人员培训6次、260人次，案卷评查2次，评查案卷20卷。
    = enforcement.trainings=6 time
    = enforcement.training_attendance=260 person_time
    = enforcement.file_reviews=2 time
    = enforcement.files_reviewed=20 copy
[enforcement] 对轻微违法行为免予处罚6起，实施行政强制0起，作出行政许可决定33件。
    = enforcement.unpunished_first=6 case
    = enforcement.compulsory_measures=0 case
    = enforcement.licences=33 case
[emergency] 组建镇级应急救援队伍1支30人，村级应急小分队14支168人，建成应急物资储备库15个。
    = emergency.teams/乡级=1 item
    = emergency.team_members/乡级=30 person
    = emergency.team_members/村级=168 person
    = emergency.teams/村级=14 item
    = emergency.stores=15 item
[disputes] 全年共排查各类矛盾纠纷126件，调处成功122件，调处成功率96.8%，涉及金额215.6万元。
    = disputes.mediated/排查=126 case
    = disputes.resolved=122 case
    = disputes.success_rate=96.8 percent
    = disputes.amount=2156000 yuan
[disputes] 共调解各类民间纠纷二十一起，成功二十起，调解协议涉及金额三十余万元。
    = disputes.mediated=21 case
    = disputes.resolved=20 case
    = disputes.amount=300000 yuan over
[review] 行政诉讼案件3件，其中一审2件、二审1件，镇长出庭应诉3次。
    = review.litigation_cases=3 case
    = review.litigation_first_instance=2 case
    = review.litigation_second_instance=1 case
    = review.head_appearances=3 time
[oversight] 办理依申请公开事项4件，办理人大代表建议11件、政协提案3件。
    = oversight.disclosure_requests=4 case
    = oversight.proposals/人大=11 case
    = oversight.proposals/政协=3 case
[publicity] 开展普法宣传活动26场次，发放宣传资料8000余份，受教育群众1.2万余人次。
    = publicity.events=26 time
    = publicity.materials=8000 copy over
    = publicity.audience=12000 person_time over
[publicity] 开展反诈宣传32次，新增国家反诈中心APP注册2156人，微信公众号推送普法信息89条。
    = publicity.events/反诈=32 time
    = publicity.app_installs=2156 person
    = publicity.media_posts=89 item
[legal_services] 接待法律咨询210人次，办理法律援助案件12件，为农民工追回欠薪86.27万元。
    = legal_services.consultations=210 person_time
    = legal_services.aid_cases=12 case
    = legal_services.losses_recovered=862700 yuan
[rehabilitation] 现有在册社区矫正对象9人，今年新接收4人，解除矫正5人，刑满释放安置帮教人员32人。
    = rehabilitation.supervised=9 person
    = rehabilitation.intake=4 person
    = rehabilitation.discharged=5 person
    = rehabilitation.released=32 person
[community] 全镇辖13个行政村、2个社区，总人口4.6万人，划分网格89个，配备网格员104名。
    = community.villages/行政村=13 item
    = community.villages/社区=2 item
    = community.population=46000 person
    = community.grids=89 item
    = community.grid_workers=104 person
[digital] 配备执法记录仪8台、执法终端3台。
    = digital.enforcement_devices/执法记录仪=8 item
    = digital.enforcement_devices/终端=3 item
""")

# Shared, distributed, counted over years; targets; damage.
CONTEXT = cases("""
[study] 组织全镇56名干部参加年度学法考试，参考率、合格率均达100%，优秀率92.9%。
    = study.exam_participants=56 person
    = study.exam_participation_rate=100 percent
    = study.exam_pass_rate=100 percent
    = study.exam_excellence_rate=92.9 percent
[study] 党委中心组、班子会、干部会学法分别开展4次、12次、24次。
    = study.central_group_sessions=4 time
    = study.leader_sessions=12 time
    = study.cadre_sessions=24 time
[disputes] 近三年来，共调解矛盾纠纷512件，其中今年156件。
    = disputes.mediated=512 case [近三年来]
    = disputes.mediated=156 case
[rehabilitation] 自2018年以来累计接收社区矫正对象87人，累计解除79人，目前在册8人。
    = rehabilitation.intake=87 person [自2018年以来]
    = rehabilitation.discharged=79 person [自2018年以来]
    = rehabilitation.supervised=8 person
[enforcement] 2021年至2023年，累计办理行政处罚案件46件。
    = enforcement.penalty_cases=46 case [2021年至2023年]
[plans] 2024年，计划开展普法宣传20场次，力争矛盾纠纷调解成功率达98%以上。
    = publicity.events=20 time [2024] target
    = disputes.success_rate=98 percent over [2024] target
[functions] 受理12345政务服务热线62,办结率100%。
    = functions.hotline_tickets=62 case unit?
    = functions.hotline_closure_rate=100 percent
[disputes] 调解纠纷1０8件，成功率９８%。
    = disputes.mediated=108 case
    = disputes.success_rate=98 percent
[disputes] 调解各类纠纷 1 2 6 件，调解成功 1 2 0 件。
    = disputes.mediated=126 case
    = disputes.resolved=120 case
[publicity] 开展普法宣传12场，，发放资料3000余份，，受众5000余人次。
    = publicity.events=12 time
    = publicity.materials=3000 copy over
    = publicity.audience=5000 person_time over
[publicity] “七五”普法期间，开展宣传236场次，“八五”普法以来，开展宣传88场次。
    = publicity.events=236 time [“七五”普法期间]
    = publicity.events=88 time [“八五”普法以来]
[disputes] 上半年，全镇调解矛盾纠纷45件。
    = disputes.mediated=45 case [上半年]
[disputes] 2021年以来，全镇累计调解矛盾纠纷623件。
    = disputes.mediated=623 case [2021年以来]
[enforcement] “春雷行动2023”期间，查处案件6件。
    = enforcement.cases=6 case
[study] “5·19”干部学法日，组织学法12次。
    = study.cadre_sessions=12 time
[enforcement] 前三季度巡查检查44次，截至11月底累计71次，立案查处案件19起，罚没款2.6万元。
    = enforcement.inspections=44 time [前三季度]
    = enforcement.inspections=71 time
    = enforcement.cases=19 case
    = enforcement.fines=26000 yuan
[publicity] 系统回顾“七五”普法以来的经验做法，开展法治宣传活动21场，发放宣传资料5600份。
    = publicity.events=21 time
    = publicity.materials=5600 copy
[publicity] 紧扣“八五”普法（2021—2025年）规划，开展普法宣传18场次。
    = publicity.events=18 time
[rulemaking] 对2018年以来以党委政府名义印发的文件开展起底清理，清理规范性文件13件，废止4件。
    = rulemaking.documents_reviewed/清理=13 case
    = rulemaking.documents_reviewed/废止=4 case
[rulemaking] 历年来共制定规范性文件6件。
    = rulemaking.documents_issued=6 case [历年来]
[publicity] “八五”普法以来，累计开展法治宣传活动96场。
    = publicity.events=96 time [“八五”普法以来]
[legal_services] 近三年来，累计办理法律援助案件41件，今年办理12件。
    = legal_services.aid_cases=41 case [近三年来]
    = legal_services.aid_cases=12 case
[enforcement] 对近三年办结的行政处罚案卷集中评查，评查案卷28卷。
    = enforcement.files_reviewed=28 copy
[rulemaking] 年内未制定行政规范性文件，对现行规范性文件5件开展了全面清理。
    = rulemaking.documents_issued=0 case
    = rulemaking.documents_reviewed/清理=5 case
[decision] 全年审查合同协议、重大项目方案、行政规范性文件等共计27件。
    = decision.legality_reviews=27 case
[disputes] 全乡7个行政村均设立人民调解委员会。
    = disputes.committees/村级=7 item
[publicity] 结合“12·4”国家宪法日、“3·15”消费者权益日和乡村大集开展普法宣传活动24场次。
    = publicity.events=24 time
[enforcement] 在危化品、粉尘涉爆等领域排查安全隐患64处，完成整改61处。
    = enforcement.hazards_rectified/发现=64 item
    = enforcement.hazards_rectified/整改=61 item
[rulemaking] 向县政府报备规范性文件3件，审查规范性文件17件。
    = rulemaking.documents_reviewed=17 case
""")

# What once came out wrongly, and how.
BUGS_CAUGHT = cases("""
[study] 72名干部参加学法考试，71人合格，合格率98.6%。
    = study.exam_participants=72 person
    = study.exam_pass_rate=98.6 percent
    ! 71 is a second exam_participants
[disputes] 去年同期36件，今年调解矛盾纠纷42件。
    = disputes.mediated=36 case [2022] previous
    = disputes.mediated=42 case
    ! 36 has no metric
[disputes] 全年调解矛盾纠纷36（件），成功35（件）。
    = disputes.mediated=36 case
    = disputes.resolved=35 case
    ! nothing: a measure word in brackets is not seen
[publicity] 发放宣传单1万5千余份。
    = publicity.materials=15000 copy over
    ! 10000 (unit lost) and 5000 over
[enforcement] 办理行政处罚案件17件，其中简易程序12件、普通程序5件。
    = enforcement.penalty_cases=17 case
    = enforcement.penalty_cases/简易程序=12 case
    = enforcement.penalty_cases/一般程序=5 case
    ! the first part is enforcement.cases/简易程序
[publicity] 帮助群众装上反诈APP1,340人。
    = publicity.app_installs=1340 person
    ! nothing: APP1 is read as the name of a version
[legal_services] 公共法律服务站点更换招牌6块，解答法律咨询312人次。
    = legal_services.consultations=312 person_time
    ! six legal_services.stations: the noun right before the number names something else
[disputes] 全镇有人民调解员61人，评出金牌调解室2个。
    = disputes.mediators=61 person
    ! two disputes.committees
[enforcement] 配备执法记录仪8台，执法队员体检23人。
    = digital.enforcement_devices/执法记录仪=8 item
    ! 23 are enforcement.staff
[disputes] 受理信访事项46件，按期办结率100%，群众满意率98.5%。
    = disputes.petitions=46 case
    = disputes.petition_reply_rate=100 percent
    ! 98.5 is a second petition_reply_rate, so the rate is in conflict
[review] 行政诉讼案件3件（胜诉2件、未结1件）。
    = review.litigation_cases=3 case
    = review.litigation_cases/胜诉=2 case
    = review.litigation_cases/未结=1 case
    ! three headlines of litigation_cases: how a suit ended is no suit of its own
[disputes] 共排查矛盾纠纷98起，其中：邻里纠纷41起，占41.8%；其他25起，占25.5%。
    = disputes.mediated/排查=98 case
    = disputes.mediated/邻里=41 case
    = disputes.mediated/其他=25 case
    ! 其他25起 stays a quantity
[disputes] 4月，调解矛盾纠纷12件。
    = disputes.mediated=12 case [4月]
    ! the year's, so that one month stands for twelve
[review] 行政复议案件8件，其中维持6件，撤销1件，终止1件。
    = review.reconsideration_cases=8 case
    = review.reconsideration_cases/维持=6 case
    = review.lost_cases=1 case
    = review.reconsideration_cases/撤回=1 case
    ! the last was a second lost_cases: it is one of the eight, not of the one before it
[emergency] 组建应急队伍3支126人。
    = emergency.teams=3 item
    = emergency.team_members=126 person
    ! 126 stayed a quantity, though 应急救援队伍1支30人 was read
[disputes] 信访件及时受理率、按期答复率继续保持100%。
    = disputes.petition_timely_rate=100 percent
    = disputes.petition_reply_rate=100 percent
    ! 及 of 及时 was taken for a conjunction: the first of the two rates was lost
[decision] 合法性审查12件、合同审核24份。
    = decision.legality_reviews=12 case
    = decision.contracts_reviewed=24 case
    ! what follows 、 was taken for the thing counted before it: both were contracts
[disputes] 建立3个人民调解委员会。
    = disputes.committees=3 item
    ! nothing: 个人 was a measure word, three persons
[study] 参考的56人均合格，合格率100%。
    = study.exam_participants=56 person
    = study.exam_pass_rate=100 percent
    ! 人 before 均 was held for another word, so the persons had no measure word
[disputes] 现有人民调解委员会13个，其中镇级1个，村（社区）级12个。
    = disputes.committees=13 item
    = disputes.committees/乡级=1 item
    = disputes.committees/村级=12 item
    ! 其中 barred the category 乡级, so the one stood beside the total without a category
[disputes] 矛盾纠纷数量从2022年的210件下降到2023年的168件。
    = disputes.mediated=210 case [2022] previous
    = disputes.mediated=168 case
    ! 168 is a target: 到2023年 is read as a plan, though 2023 is the year reported on
[disputes] 调解成功率不低于95%，信访量控制在20件以内。
    = disputes.success_rate=95 percent over
    = disputes.petitions=20 case under
    ! 95 under: 不低于 ends in 低于
[disputes] 入户走访3000多户。
    ! functions.enterprise_visits=3000: households are no enterprises
[publicity] 扎实开展“八五”普法，组织法治讲座进校园5场，悬挂横幅40余条。
    = publicity.events/校园=5 time
    = publicity.banners=40 item over
    ! both have the period “八五”普法, so that they never reach yearly_values
[disputes] 2022年调解纠纷89件，2023年调解纠纷102件。
    = disputes.mediated=89 case [2022] previous
    = disputes.mediated=102 case
    ! the second figure, in the same words, is disputes.resolved
[plans] 2023年，我镇调解矛盾纠纷88件，2024年将继续加大排查力度。
    = disputes.mediated=88 case
    ! target of 2024, though its own clause names the year reported on
[enforcement] 检查企业142家。
    ! enforcement.inspections=142 time: enterprises are no occasions
[study] 开展集体学法活动一次，专题讲座一场。
    = study.cadre_sessions=1 time
    = study.lectures=1 time
    ! 一次 stays a quantity
[problems] 执法人员仅5名，持证率仅60%，法治专业人才不足三成。
    = enforcement.officers_certified=5 person
    = enforcement.certification_rate=60 percent
    ! 不足三成 is a second certification_rate
[disputes] 村调委会调解纠纷176件，全镇共调解218件，成功率99%。
    = disputes.mediated/村级=176 case
    = disputes.mediated=218 case
    = disputes.success_rate=99 percent
    ! 218 is disputes.resolved
[legal_services] 培育“法律明白人”218名，覆盖15个村（社区）。
    = legal_services.law_savvy_people=218 person
    ! 15个 is publicity.audience=15 person_time: villages are no audience
[functions] 召开政企座谈会4次，走访服务企业126家次。
    = functions.enterprise_visits=126 item
    ! 4次 is a second functions.enterprise_visits
[disputes] 2023年共调解矛盾纠纷183件（2022年为201件），其中疑难纠纷12件。
    = disputes.mediated=183 case
    = disputes.mediated=201 case [2022] previous
    = disputes.mediated/疑难=12 case
    ! 12 is of 2022 too: the year in brackets goes on after them
[plans] 在总结2023年调解纠纷156件经验的基础上，2024年力争调解成功率保持99%以上。
    = disputes.mediated=156 case
    = disputes.success_rate=99 percent over [2024] target
    ! 156 is a target of 2024, though its own clause names the year reported on
[problems] 3名执法人员未取得执法证。
    ! enforcement.officers_certified=3: those who have none
[disputes] 调解矛盾纠纷183件，协议履行率98.9%。
    = disputes.mediated=183 case
    ! 98.9 is disputes.success_rate: agreements kept are not disputes settled
[functions] 服务窗口延伸到12个村。
    ! functions.service_windows=12: villages reached
[community] 评选“文明家庭”20户、“最美网格员”5名。
    ! community.grid_workers=5: a prize, not the staff
[decision] 重大决策事项公示3次，专家论证1次。
    ! oversight.info_disclosed=3: occasions are no items of information
[review] 行政诉讼案件调解率50%。
    ! disputes.mediation_rate=50: suits settled in court
[disputes] 上半年调解纠纷45件，下半年调解纠纷60件，全年共105件。
    = disputes.mediated=45 case [上半年]
    = disputes.mediated=105 case
    = disputes.mediated=60 case [下半年]
    ! the second and third were disputes.resolved (105 stands before 60, since its evidence begins with the verb)
[legal_services] 律师挂钩服务16个村（社区），全年到村服务384次。
    = legal_services.villages_with_counsel=16 item
    = decision.counsel_services=384 time
    ! 16个 was decision.counsel_services=16 time: villages are no occasions
[disputes] 调解矛盾纠纷264件，2020年同期为301件。
    = disputes.mediated=264 case
    = disputes.mediated=301 case [2020] previous
    ! 301 was of 2022, the year before the report's: the year named was passed over for 同期
[enforcement] 作出行政处罚88件，罚没款11.7万。
    = enforcement.penalty_cases=88 case
    = enforcement.fines=117000 yuan unit?
    ! 11.7万 was 117000 penalty cases: money that lost its 元 is still money
""")

# Figures that no metric names: they stay quantities in the ledger.
MUST_NOT_PARSE = cases("""
[rulemaking] 全年向县政府报备规范性文件9件。
[emergency] 购置灭火毯16条、铁锹40把。
[community] 栽植行道树1200株，硬化道路3公里。
[functions] 发放低保金86万元，惠及困难群众312户。
[community] 投入资金120万元，新建停车位85个。
[publicity] 短视频播放量2.3万次。
[study] 学法考试平均成绩92分。
[leadership] 全镇共有党员1260名、党支部28个。
[functions] 召开热线专题分析会4次，群众送来锦旗3面。
[enforcement] 劝返越界羊群七群。
""")
