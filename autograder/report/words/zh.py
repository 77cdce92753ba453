"""报告的中文文字。先说事实，再说可以做什么。"""

CATALOGUE: dict[str, str] = {
    "report.standing.graded": "已评分",
    "report.standing.needs_review": "待人工查看",
    "report.standing.not_graded": "未评分",
    "report.standing.no_submission": "未提交",
    # 结果可不可靠。
    "report.trust.not_graded": "没有评分：{why}",
    "report.trust.not_graded_yet": "已提交，还没有评分：请运行 `autograder grade`",
    "report.trust.old_result": "最新的提交无法评分，现在的成绩来自更早的提交：{why}",
    "report.trust.timeouts": "运行太久，被停止：{exercises}",
    "report.trust.timeouts_cells": "运行太久而被停止的单元格：{count} 个",
    "report.trust.grader_error": "{exercise}：是评分程序出错，不是学生的错：{why}",
    "report.trust.grader_error_all": "是评分程序出错，不是学生的错：{why}",
    "report.trust.review": "{exercise} 待查看：{why}",
    "report.trust.has_manual_score": "有人工给的分，之后又重新评过分",
    "report.trust.no_automatic_score": "没有自动评分，等您来评",
    "report.trust.no_reason": "在成绩册里标为待人工查看",
    # 该看哪里。
    "report.flag.easy": "几乎人人满分：{students} 人中有 {full} 人。这道题区分不了什么",
    "report.flag.hard": "几乎没有人满分：{students} 人中有 {full} 人；没有写的有 {unwritten} 人。"
    "题目说清楚了吗？",
    "report.flag.negative": "别处做得好的人，这里反而差：相关系数是 {value:.2f}"
    "（95% 区间 {low:.2f} 到 {high:.2f}）。测试要的，是题目要的吗？",
    "report.flag.low": "和其余的成绩关系不大：相关系数是 {value:.2f}"
    "（95% 区间 {low:.2f} 到 {high:.2f}）",
    "report.flag.gap": "看得见的检查通过，隐藏测试却扣了分：写了的 {wrote} 人中有 {fooled} 人。"
    "能不能加一个看得见的检查，让学生早点知道？",
    "report.flag.all_fail": "没有人通过“{check}”：{failed} 人没有通过。这个检查本身对吗？",
    "report.flag.grader_errors": "{graded} 份提交中有 {errors} 份遇到评分程序出错："
    "该看的是测试，不是学生",
    # 没有比较到数组时，丢分的原因。
    "report.cause.either": "以下之一：{causes}",
    "report.cause.unwritten": "没有写",
    "report.cause.together": "同时有：{causes}",
    "report.cause.not_defined": "函数没有定义：单元格没有运行成功，或者名字不同",
    "report.cause.stopped": "代码运行太久，被停止",
    "report.cause.raised": "代码报错",
    # 该找谁谈谈。
    "report.call.nothing": "没有提交",
    "report.call.not_graded": "提交的内容无法评分：{why}",
    "report.call.blank": "提交了，但什么都没有写",
    "report.call.unwritten": "{total} 道练习中有 {unwritten} 道没有写，第一道是 {exercise}",
    "report.call.stopped": "代码运行太久，被停止：{exercises}",
    "report.call.fooled": "看得见的检查全部通过，却丢了一半或更多的分：{exercises}",
    "report.call.unexplained": "丢了分，却说不出原因：{exercises}",
    "report.call.late": "{raw:g} 分中有 {penalty:g} 分因迟交扣掉",
    # 终端里看一道练习。
    "report.item.head": "{assignment}，{points:g} 分，{students} 人",
    "report.item.difficulty": "难度",
    "report.item.discrimination": "区分度",
    "report.item.points": "分数",
    "report.item.gap": "可见与隐藏",
    "report.item.interval": "{value:.2f}（95% 区间 {low:.2f} 到 {high:.2f}）",
    "report.item.too_few": "–（人数太少，或者分数不同的人太少，说不准）",
    "report.item.counts": "满分 {full} · 部分 {partial} · 零分 {none} · 没写 {unwritten}",
    "report.item.gaps": "写了的 {wrote} 人中，只通过可见检查的 {fooled} 人，只通过隐藏测试的 "
    "{strict} 人",
    "report.item.look": "请看这里",
    "report.item.check": "隐藏测试",
    "report.item.passed": "通过",
    "report.item.failed": "未通过",
    "report.item.skipped": "跳过",
    "report.item.grader_errors": "评分程序出错",
    "report.item.unexplained": "原因不明",
    "report.item.lost": "{count} 人，共丢 {points:g} 分",
    "report.item.section": "讲义：{section}",
    # 终端里看一个学生。
    "report.student.head": "{assignment}：{points:g} 分中得 {score:g} 分，{standing}",
    "report.student.head_ungraded": "{assignment}：没有分数，{standing}",
    "report.student.late": "迟交 {hours:.1f} 小时，扣 {penalty:g} 分",
    "report.student.exercise": "练习",
    "report.student.what": "哪里出了错",
    "report.student.manual": "人工评分",
    "report.student.unrecorded": "没有记录是什么给它评的分",
    "report.student.graded_by": "{written} UTC 评分，隔离等级 {tier}，用时 {seconds:.1f} 秒",
    "report.student.versions": "测试 {tests}，密钥 {secret}，工具 {kit}；{environment}",
    "report.student.earlier": "之前：{written} UTC，{total:g} 分，测试 {tests}",
    "report.student.earlier_problem": "之前：{written} UTC，没有结果：{why}",
}
