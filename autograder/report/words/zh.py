"""报告的中文文字。先说事实，再说可以做什么。"""

CATALOGUE: dict[str, str] = {
    "report.standing.graded": "已评分",
    "report.standing.needs_review": "待人工查看",
    "report.standing.not_graded": "未评分",
    "report.standing.no_submission": "未提交",
    # exports
    "report.export.score": "{exercise}：得 {score} 分，满分 {points} 分。",
    "report.export.no_score": "{exercise}：还没有分数。",
    "report.export.labelled": "{label}：{sentence}",
}
