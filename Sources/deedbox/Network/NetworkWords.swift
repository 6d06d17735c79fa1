import Rulebook

/// Words of the noun `network`.
enum NetworkWords {
    static var abstract: String { tell("Run all nodes of a network on this machine.", zh: "在本机运行一个网络的全部节点。") }

    static var discussion: String {
        tell(
            """
            A network is a readable folder: network.json says which nodes there are and where they listen, \
            genesis.json who they are. Each node is a process of its own with its own folder, keys and log file.
            """,
            zh: "网络是一个可读的文件夹：network.json 写明有哪些节点、在哪里监听，genesis.json 写明它们是谁。每个节点是一个独立进程，有自己的文件夹、密钥和日志。")
    }

    static var up: String { tell("Start every node; returns when all are ready.", zh: "启动全部节点，就绪后返回。") }
    static var downAbstract: String { tell("Stop every node cleanly.", zh: "平稳停止全部节点。") }
    static var status: String {
        tell(
            "Show all nodes in one table, who is waited for, and who has lied.", zh: "用一张表显示全部节点、正在等待谁，以及已证实的作恶。")
    }
    static var logs: String { tell("Show the last lines of the nodes' logs.", zh: "显示各节点日志的最后几行。") }

    static var upExamples: String {
        ConsoleWords.examples(
            "deedbox network up --network network/three --data data/three",
            "deedbox network status --data data/three", "deedbox network down node-2 --data data/three",
            "deedbox network up node-2 --data data/three", "deedbox network down --data data/three")
    }
    static var logsExamples: String {
        ConsoleWords.examples(
            "deedbox network logs --data data/three", "deedbox network logs node-2 --lines 100 --data data/three")
    }

    static var network: String {
        tell(
            "The network's folder, or its file; needed the first time.", zh: "网络的文件夹或文件；第一次启动时需要。")
    }
    static var data: String { tell("The folder for what the nodes write.", zh: "节点写入数据的文件夹。") }
    static var wait: String { tell("Seconds to wait at most.", zh: "最多等待的秒数。") }
    static var logsNode: String { tell("One node only.", zh: "只看某个节点。") }
    static var someNodes: String {
        tell("Some nodes only; otherwise all.", zh: "只针对某些节点；缺省为全部。")
    }
    static var lines: String { tell("Lines of each log.", zh: "每个日志显示的行数。") }

    static var columns: [String] {
        [
            tell("node", zh: "节点"), tell("address", zh: "地址"), tell("state", zh: "状态"), tell("height", zh: "高度"),
            tell("leaves", zh: "条目"), tell("links", zh: "连接"), tell("round", zh: "轮次"),
        ]
    }
    static var running: String { tell("running", zh: "运行中") }
    static var noQuorum: String { tell("no quorum", zh: "不足法定数") }
    static var foreign: String { tell("not ours", zh: "非本网络进程") }
    static var silent: String { tell("no answer", zh: "无应答") }
    static var down: String { tell("down", zh: "已停止") }

    static func isUp(_ count: Int) -> String {
        tell("\(counted(count, "node")) \(count == 1 ? "is" : "are") ready", zh: "\(count) 个节点已就绪")
    }
    static func isDown(_ count: Int) -> String {
        tell("\(counted(count, "node")) \(count == 1 ? "has" : "have") stopped", zh: "已停止 \(count) 个节点")
    }
    static func logsOf(_ count: Int) -> String { tell("Logs of \(counted(count, "node"))", zh: "\(count) 个节点的日志") }

    static func answering(_ count: Int, of all: Int) -> String {
        tell("\(count) of \(all) nodes answer", zh: "\(all) 个节点中有 \(count) 个应答")
    }

    static func standsStill(_ it: Standstill) -> String {
        let time = it.lastBlock == 0 ? "–" : Moment.text(ms: it.lastBlock)
        let missing = it.missing.joined(separator: tell(", ", zh: "、"))
        return tell(
            "The ledger stands still, its newest block is of \(time): \(it.needed) of \(it.count) must vote, "
                + "\(it.answering) answer\(it.answering == 1 ? "s" : ""), missing: \(missing)",
            zh: "账本停滞，最新区块的时间为 \(time)：须有 \(it.count) 个中的 \(it.needed) 个投票，现有 \(it.answering) 个应答，"
                + "缺少：\(missing)")
    }

    /// What a node does or waits for, by the node's word for it.
    static func step(_ word: String) -> String {
        guard case .zh = Language.current else { return word }
        let catchingUp = "catching up from "
        if word.hasPrefix(catchingUp) { return "正在追赶，来源 " + word.dropFirst(catchingUp.count) }
        let words = [
            "idle": "空闲", "following": "跟随", "proposal": "提议", "prevotes": "预投票", "precommits": "预提交",
            "decided": "已决定", "storing": "存储", "cosignatures": "联署", "halted": "已停机", "any word": "任何消息",
        ]
        return words[word] ?? word
    }

    static func stall(_ member: String, _ height: UInt64, _ round: UInt64, _ missing: String, _ since: String) -> String
    {
        tell(
            "  \(member): block \(height), round \(round), since \(since) without \(missing)",
            zh: "  \(member)：区块 \(height) 第 \(round) 轮，自 \(since) 起缺少 \(missing)")
    }
}

/// Why a network is not started, asked or stopped.
extension NetworkWords {
    static func neverStarted(_ data: String) -> CommandError {
        .failed(
            "no-network", tell("no network was started in \(data)", zh: "\(data) 中没有启动过网络"),
            next: "deedbox network up --network network/three --data \(data)")
    }

    static func networkMissing(_ data: String) -> CommandError {
        .usage(
            tell("\(data) holds no network yet", zh: "\(data) 中还没有网络"),
            next: tell("say which: --network network/three", zh: "请指明网络：--network network/three"))
    }

    static func otherNetwork(_ data: String) -> CommandError {
        .refused(
            "other-network", tell("\(data) belongs to another network", zh: "\(data) 属于另一个网络"),
            next: tell("name another --data folder, or leave out --network", zh: "请换一个 --data 文件夹，或省略 --network"))
    }

    static func otherNodes(_ members: [String]) -> CommandError {
        let list = members.joined(separator: ", ")
        return .refused(
            "other-nodes",
            tell("the network's nodes are not the validators of its genesis", zh: "网络中的节点与创世文件中的验证节点不一致"),
            next: tell("list each of these once: \(list)", zh: "请把以下成员各列一次：\(list)"))
    }

    static var keysMissing: CommandError {
        .refused(
            "keys-missing",
            tell("only a sample network makes its keys itself", zh: "只有样例网络才会自己生成密钥"),
            next: tell(
                "give each node a \"keys\" folder, made by its operator with `deedbox key node`",
                zh: "请为每个节点写明“keys”文件夹，由其运营方用 deedbox key node 生成"))
    }

    static func occupied(_ place: NodePlace) -> CommandError {
        .failed(
            "address-taken",
            tell(
                "another node answers at \(place.url), where \(place.node.member.text) is to listen",
                zh: "\(place.node.member.text) 要监听的 \(place.url) 上已有另一个节点应答"),
            next: tell(
                "stop it (`deedbox network down --data ITS-FOLDER`), or give other addresses in network.json",
                zh: "请先停止它（deedbox network down --data 其文件夹），或在 network.json 中换用其他地址"))
    }

    static func notStarted(_ program: String, _ fact: String) -> CommandError {
        .failed(
            "not-started", tell("\(program) cannot be started: \(fact)", zh: "无法启动 \(program)：\(fact)"),
            next: tell("check the program and its folder", zh: "请检查程序及其所在文件夹"))
    }

    static func ended(_ member: String, _ log: String, _ tail: [String]) -> CommandError {
        let said = tail.map { "\n  " + $0 }.joined()
        return .failed(
            "node-ended", tell("\(member) has ended:\(said)", zh: "\(member) 已退出：\(said)"),
            next: tell("read \(log)", zh: "请看 \(log)"))
    }

    static func notReady(_ seconds: Int, _ lines: [String]) -> CommandError {
        let table = lines.map { "\n" + $0 }.joined()
        return .failed(
            "not-ready",
            tell("not all nodes are ready after \(seconds) s:\(table)", zh: "\(seconds) 秒后仍有节点未就绪：\(table)"),
            next: tell(
                "they still run: `deedbox network status`, `deedbox network logs`",
                zh: "它们仍在运行：可用 deedbox network status 与 deedbox network logs 查看"))
    }

    static func stillRunning(_ member: String, _ log: String, _ seconds: Int) -> CommandError {
        .failed(
            "still-running", tell("\(member) still runs after \(seconds) s", zh: "\(member) 在 \(seconds) 秒后仍在运行"),
            next: tell("read \(log)", zh: "请看 \(log)"))
    }

    static func noSuchNode(_ name: String, _ known: [String]) -> CommandError {
        let list = known.joined(separator: ", ")
        return .usage(
            tell("the network has no node \(name)", zh: "网络中没有节点 \(name)"),
            next: tell("one of \(list)", zh: "可选：\(list)"))
    }
}
