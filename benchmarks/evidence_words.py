"""The evidence page's words, English and Chinese: the same keys in both."""

from __future__ import annotations

EN = {
    "title": "Evidence",
    "other": "[中文](evidence.zh.md)",
    "intro": (
        "What the kit claims, and the measurements behind it. `make evidence` writes this page "
        "from three records; a test fails if they differ."
    ),
    "records": (
        "- `docs/evidence/audit.json`, by `make audit`\n"
        "- `benchmarks/results.json`, by `make bench`\n"
        "- `docs/evidence/attacks.json`, by `python tests/attacks/record.py`"
    ),
    "attacks": "Hostile submissions",
    "attacks.what": (
        "Each attack is a notebook that a student hands in. It is withstood if it earns what its "
        "honest part is worth and gets hold of nothing: no test, no answer, no score, no "
        "classmate's work, no hidden value. Some attacks ruin the attacker's own room and earn "
        "less. Tier C is not isolated and is not in this table."
    ),
    "theme": "theme",
    "attack": "attack",
    "aim": "is after",
    "fair": "honest part",
    "number": "attacks",
    "withstood": "withstood, tier {tier}",
    "tier": "tier {tier}",
    "stock": "plain nbgrader",
    "stock.title": "The same attacks without the kit",
    "stock.what": (
        "The attacks are real. {number} of them were run in nbgrader's own way, in one process "
        "with the tests; {won} of these succeeded."
    ),
    "every.title": "Every attack",
    "every.what": "Points that were earned; ✓ where it was withstood.",
    "got": "got: {what}",
    "all": "all",
    "audit": "Can the hidden tests be trusted?",
    "audit.what": (
        "Programs that are known to be wrong must be caught, programs that are known to be right "
        "must be accepted. The README has the same counts for each exercise."
    ),
    "audit.head": (
        "assignment|exercises|points|tests|mistakes caught|mutants|killed|equivalent|"
        "spellings accepted|near misses caught"
    ),
    "told": "What a student is told",
    "told.head": (
        "|mistakes named|groups with equal numbers|unseen: pattern or advice|unseen: only how far "
        "off|pairs: both named|pairs: one named|pairs: pattern|pairs: nothing|right programs left "
        "alone"
    ),
    "noise": "The same suites on other arithmetic",
    "noise.head": "with|right programs accepted|mistakes caught|on",
    "not run": "not run: {why}",
    "complaints": "{number} complaints",
    "bench": "How fast it is",
    "bench.what": (
        "Medians of {rounds} rounds, everybody in turn, on the same hand-ins. {compared} of these "
        "were graded by two or more graders, with the same scores."
    ),
    "bench.head": "|wall, s each|CPU, s each|start, s|× nbgrader|× otter|peak, MiB",
    "growth.head": "submissions|wall, s|CPU, s|wall, s each more|CPU, s each more",
    "missing": "missing: {why}",
    "of": " of ",
}
ZH = {
    "title": "证据",
    "other": "[English](evidence.md)",
    "intro": (
        "这里列出本工具的各项承诺，以及支持它们的测量结果。本页由 `make evidence` "
        "根据三份记录生成；内容不一致时测试会失败。"
    ),
    "records": (
        "- `docs/evidence/audit.json`，由 `make audit` 写出\n"
        "- `benchmarks/results.json`，由 `make bench` 写出\n"
        "- `docs/evidence/attacks.json`，由 `python tests/attacks/record.py` 写出"
    ),
    "attacks": "恶意提交",
    "attacks.what": (
        "每个攻击都是学生提交的一本笔记。只拿到其中诚实部分应得的分数，并且什么也没有偷到"
        "（测试、答案、成绩、同学的作业、隐藏的数值），才算挡住。有些攻击会毁掉攻击者自己的房间，"
        "因此得分更低。C 级没有隔离，不在表中。攻击的名称和目的保留英文。"
    ),
    "theme": "类别",
    "attack": "攻击",
    "aim": "目的",
    "fair": "诚实部分",
    "number": "攻击数",
    "withstood": "挡住，{tier} 级",
    "tier": "{tier} 级",
    "stock": "普通 nbgrader",
    "stock.title": "没有本工具时的同样攻击",
    "stock.what": (
        "这些攻击是真的。其中 {number} 个在普通 nbgrader 中运行过（学生代码和测试在同一个进程里），"
        "有 {won} 个成功了。"
    ),
    "every.title": "全部攻击",
    "every.what": "表中是得到的分数；✓ 表示挡住了。",
    "got": "得到：{what}",
    "all": "合计",
    "audit": "隐藏测试可信吗？",
    "audit.what": (
        "已知错误的程序必须被发现，已知正确的程序必须被接受。每道练习的数字在 README 里。"
    ),
    "audit.head": "作业|练习|分数|测试|发现的错误|变异体|杀死|等价|接受的写法|发现的微小偏差",
    "told": "学生看到的诊断",
    "told.head": (
        "|说出的错误|数值相同的组|未见过的：规律或建议|未见过的：只说偏差大小|两个错误：都说出|"
        "两个错误：说出一个|两个错误：规律|两个错误：什么都没有|没有误报的正确程序"
    ),
    "noise": "换一种算术，同样的测试",
    "noise.head": "条件|接受的正确程序|发现的错误|环境",
    "not run": "没有运行：{why}",
    "complaints": "{number} 个问题",
    "bench": "速度",
    "bench.what": (
        "{rounds} 轮的中位数，各个评分器轮流评同样的提交。其中 {compared} "
        "份由两个以上的评分器评过，分数相同。"
    ),
    "bench.head": "|墙钟，秒/份|CPU，秒/份|启动，秒|× nbgrader|× otter|内存峰值，MiB",
    "growth.head": "提交数|墙钟，秒|CPU，秒|每多一份的墙钟，秒|每多一份的 CPU，秒",
    "missing": "缺：{why}",
    "of": "／",
}
WORDS = {"en": EN, "zh": ZH}
# What the records say in English. What is not here stays in English.
THEMES = {
    "reading": "读取机密",
    "patching": "改写测试环境",
    "protocol": "伪造通信",
    "floods": "耗尽资源",
    "processes": "进程与信号",
    "leftovers": "留下东西",
    "scores": "伪造分数",
    "browser": "在浏览器里运行",
    "fishing": "套取数值",
}
PHRASES = {
    "nothing changed": "没有改变",
    "no SIMD features": "没有 SIMD 指令",
    "inputs of another course": "另一门课的输入",
    "BLAS kernel": "BLAS 内核",
    "oldest numpy": "最旧的 numpy",
    "newest numpy": "最新的 numpy",
    "it is the one that is used anyhow": "本来就用它",
    "kernel": "内核",
    " workers": " 个进程",
    " worker": " 个进程",
    "a hidden test": "隐藏测试",
    "hidden test": "隐藏测试",
    "an expected value": "期望值",
    "a process that outlives its notebook": "活得比笔记更久的进程",
    "solution": "答案",
    "module": "测试模块",
    "reference": "参考答案",
    "classmate": "同学的作业",
}


def phrase(text: str, language: str) -> str:
    """A phrase of the records in this language."""
    if language == "zh":
        for english, chinese in PHRASES.items():
            text = text.replace(english, chinese)
    return text
