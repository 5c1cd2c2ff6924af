"""Sentences that share out names, times or a measure word to several numbers, in the notation of `small_reports.cases`.

Belongs here: cases as data. Does not belong here: a test, other sentences (`fact_cases.py`).
"""

from __future__ import annotations

from small_reports import cases

SHARED_OUT = cases("""
[disputes] 2021年、2022年、2023年分别调解矛盾纠纷30件、25件、41件。
    = disputes.mediated=30 case [2021] previous
    = disputes.mediated=25 case [2022] previous
    = disputes.mediated=41 case
    ! all three were this year's
[disputes] 上半年和下半年分别调解矛盾纠纷25件、41件。
    = disputes.mediated=25 case [上半年]
    = disputes.mediated=41 case [下半年]
    ! both were of the second half
[study] 党委理论学习中心组2022年、2023年分别集中学法10、12次。
    = study.central_group_sessions=10 time [2022] previous
    = study.central_group_sessions=12 time
    ! the first lost its measure word and its subject
[enforcement] 办理行政处罚、行政许可案件分别为12、150件。
    = enforcement.penalty_cases=12 case
    = enforcement.licences=150 case
    ! 12 was not read
[disputes] 调解婚姻家庭、邻里、土地纠纷分别为12、8、5起。
    = disputes.mediated/婚姻家庭=12 case
    = disputes.mediated/邻里=8 case
    = disputes.mediated/土地=5 case
    ! 12 was not read, 8 was told to lack a measure word
[review] 依据条例第3、5条规定，行政复议、行政诉讼案件依次为2、1件。
    = review.reconsideration_cases=2 case
    = review.litigation_cases=1 case
    ! 2 was not read
[enforcement] 2023年度、2022年度分别罚没12.5、10.3万元。
    = enforcement.fines=125000 yuan
    = enforcement.fines=103000 yuan [2022] previous
    ! the first was not read, the second was this year's
[disputes] 受理纠纷、化解纠纷分别为36、35件，涉及金额分别为12.5、10.3万元。
    = disputes.mediated/受理=36 case
    = disputes.resolved=35 case
    = disputes.amount=103000 yuan
    ! 36 and 12.5 were not read; the amount of what was taken in has no metric
[enforcement] 2021年、2022年、2023年分别罚没3.5、4.1、12.4万元。
    = enforcement.fines=35000 yuan [2021] previous
    = enforcement.fines=41000 yuan [2022] previous
    = enforcement.fines=124000 yuan
    ! the first of three lost its 万
""")
