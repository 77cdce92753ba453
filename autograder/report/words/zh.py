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
    # Gradescope
    "report.gradescope.summary": "通过的可见检查：{passed}/{count}。得分由隐藏测试决定。",
    "report.gradescope.needs_review": "老师会查看：{names}。",
    "report.gradescope.late": "迟交，扣 {penalty:g} 分。",
    "report.gradescope.visible": "{exercise}：可见检查",
    "report.gradescope.grader_error": "出错的是评分程序，不是你的代码，不会扣分。老师会查看。",
    "report.gradescope.skipped": "这项测试没有运行：缺少它要测试的函数。",
    "report.gradescope.by_hand": "这一题由老师批改。",
    "report.gradescope.manual": "老师给了 {score:g} 分，满分 {points:g} 分。",
    "report.gradescope.refused": "这次提交无法评分，暂时为 0 分。\n"
    "实际：{found}\n应为：{expected}\n怎么办：{cure}",
    "report.gradescope.found_nothing": "没有文件",
    "report.gradescope.found_files": "这些文件中没有笔记本：{files}",
    "report.gradescope.found_several": "有多个笔记本：{files}",
    "report.gradescope.found_large": "文件 {file}，大小 {size:.1f} MiB",
    "report.gradescope.expect_notebook": "一个 Jupyter 笔记本，即以 .ipynb 结尾的文件",
    "report.gradescope.expect_named": "下列文件名的笔记本：{files}",
    "report.gradescope.expect_size": "最多 {most:.0f} MiB",
    "report.gradescope.cure_hand_in": "请提交本次作业的笔记本（.ipynb），即 Jupyter 保存的文件。",
    "report.gradescope.cure_one": "请只提交一个笔记本，或改成要求的文件名。",
    "report.gradescope.cure_outputs": "请在 Jupyter 中清除所有输出，保存后重新提交。",
    "report.gradescope.cure_save": "请在 Jupyter 中打开本次作业的笔记本，保存后提交这个文件。",
}
