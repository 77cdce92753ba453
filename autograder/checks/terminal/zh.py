"""命令 `check`、`watch`、`ready` 的简体中文文案。"""

CATALOGUE: dict[str, str] = {
    # 不能用的输入
    "bad.missing": "{file}：没有这个文件；应为一个笔记本。请检查文件名和所在的文件夹",
    "bad.suffix": "{file}：文件名以 '{suffix}' 结尾；应为 .ipynb 或 .py。请给出你正在写的笔记本",
    "bad.not_text": "{file}：内容不是文本；应为一个笔记本。请在 JupyterLab 里重新保存，或重新领取",
    "bad.unreadable": "{file}：文件读不了（{error}）；应为一个笔记本",
    "bad.no_notebook": (
        "{file}：这不是笔记本（{found}）；应为 JupyterLab 保存的 JSON。"
        "请在 JupyterLab 里重新保存，或重新领取"
    ),
    "bad.no_checks": (
        '{file}：没有含 `with check("…"):` 的单元格；应有作业的检查。请给出你领取的那个笔记本'
    ),
    "bad.kernel": (
        "笔记本的内核：没有名为 {name} 的内核；可选：{known}。"
        "请在 JupyterLab 里换一个（Kernel → Change Kernel）再保存"
    ),
    "bad.kernel_start": (
        "内核 {name}：启动不了（{error}）；应能运行 Python。"
        "请在同一环境里运行 `pip install ipykernel`"
    ),
    "bad.exercise": "{file}：没有 {name} 的检查；可选：{known}",
    "bad.exercise_near": "{file}：没有 {name} 的检查；可选：{known}。你是想写 {near} 吗？",
    "bad.ready_script": (
        "{file}：这是脚本；应为要提交的笔记本。请先运行 `jupytext --to ipynb {file}`"
    ),
    "bad.changing": "{file} 还不完整；等它保存好",
    "bad.waiting": "等它再次保存。",
    # 运行单元格
    "card.not_written": "还没有写",
    "card.waits": "要等 {function}",
    "ran.raised": "单元格 {cell} 出错：{error}",
    "ran.stopped": "单元格 {cell} 运行超过 {seconds:.0f} 秒，已停止",
    "ran.killed": "单元格 {cell} 运行超过 {seconds:.0f} 秒，停不下来；已结束它的内核",
    "ran.died": "运行单元格 {cell} 时内核结束了",
    "ran.not_run": "内核已经结束，单元格 {cell} 没有运行",
    "ran.nothing": "单元格 {cell} 运行了，但没有显示这项检查",
    # 盯着文件
    "watch.running": "正在运行 {count} / {total} 个单元格……",
    "watch.nothing": "已保存；代码没有变化",
    "watch.again": "有单元格被删除或移动：换新内核，全部重新运行",
    "watch.keys": "h 提示   l 列表   n 下一题   q 退出",
    "watch.no_keys": "这里没有键盘；会一直盯着文件，直到结束（Ctrl-C）",
    "watch.more": "再按 h 看下一条",
    "watch.no_hint": "{exercise} 没有提示",
    "watch.all_done": "检查全部通过；现在运行 `autograder ready {file}`",
    "watch.not_yet": "还没有运行",
    "watch.end": "不再盯着 {file}",
    # 提交之前：要改的
    "ready.name": "文件名是 {found}；应为 {expected}。请改名",
    "ready.size": "文件有 {found:.0f} MB；最多收 {most:.0f} MB。请清除很大的输出再保存",
    "ready.folder": "文件夹有 {found:.0f} MB；最多收 {most:.0f} MB。请移走与笔记本无关的文件",
    "ready.kernel": "笔记本要用内核 {found}；评分用 {expected}。请在 JupyterLab 里改选它再保存",
    "ready.locked": (
        "单元格 {cell}（{name}）是课程给的，被改过。评分时用原来的；请从新领的笔记本里复制回来"
    ),
    "ready.gone": "单元格 {name} 不见了。请重新领取笔记本，把你的代码复制过去",
    "ready.twice": "单元格 {name} 出现了 {count} 次（第 {cells} 个）。请删掉多余的",
    "ready.tag": "单元格 {cell} 带有标签 {tag}，评分时不会运行。请去掉这个标签",
    "ready.not_code": "单元格 {cell}（{name}）不再是代码单元格。请改回来",
    "ready.unanswered": "{name} 还没有作答（单元格 {cell}）",
    "ready.raises": "从头到尾重新运行时，{error}",
    "ready.undefined": (
        "单元格 {cell} 要用 {name}，但没有哪个单元格给出它。它来自已删掉的单元格：请重新写上"
    ),
    "ready.undefined_below": (
        "单元格 {cell} 要用 {name}，而它在更下面的单元格 {below} 才给出。请把那个单元格移上来"
    ),
    "ready.failed": "{name} 的检查没有通过",
    # 提交之前：要知道的
    "ready.order": "单元格没有按顺序运行过；以重新运行的结果为准",
    "ready.note": "{name}：{note}",
    # 提交之前：结论
    "ready.mend": "要改的",
    "ready.know": "值得知道",
    "ready.graded": "将要评分的",
    "ready.exercise": "练习",
    "ready.points": "分值",
    "ready.check": "可见的检查",
    "ready.total": "合计",
    "ready.hidden": "分数由隐藏测试决定；它们看得比这些检查更细。",
    "ready.yes": "可以提交了。",
    "ready.no_one": "还不能提交：先改一处。{first}",
    "ready.no_many": "还不能提交：先改 {count} 处。先从这里开始：{first}",
}
