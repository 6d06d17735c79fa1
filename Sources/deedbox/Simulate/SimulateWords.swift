import Signing
import Simulation

/// Words of `deedbox simulate`.
enum SimulateWords {
    static var abstract: String {
        tell("Play nodes under faults and liars, each run fixed by a seed.", zh: "在故障与说谎节点下模拟多个节点，每次运行由种子决定。")
    }
    static var discussion: String {
        tell(
            """
            Whole nodes run in this process, in virtual time. The seed draws how many there are, who lies and how, and \
            what links, disks, clocks and machines do. All that is signed and all that becomes final is checked. One \
            seed prints a readable trace; --runs prints counts, and the seed of the first run that broke a rule.
            """,
            zh: """
                完整的节点在本进程的虚拟时间中运行。种子决定节点数量、谁说谎及如何说谎，以及链路、磁盘、时钟和机器的故障；\
                所有签名和所有终局内容都会被核验。给定一个种子时输出可读的过程；--runs 输出统计，以及首个违反规则的种子。
                """)
            + "\n\n"
            + ConsoleWords.examples(
                "deedbox simulate --seed 2", "deedbox simulate --runs 2000",
                "deedbox simulate --seed 2 --validators 3 --beyond-threshold")
    }
    static var seed: String { tell("Play this one run and print its trace.", zh: "运行此种子并输出过程。") }
    static var runs: String { tell("Play so many runs and print counts.", zh: "运行的次数，输出统计。") }
    static var threads: String { tell("How many runs at once: one a processor.", zh: "同时运行的数量，缺省每个处理器一个。") }
    static var badThreads: String { tell("threads: 1 to 1024", zh: "同时运行的数量须为 1 至 1024") }
    static var from: String { tell("The first seed of these runs.", zh: "首个种子。") }
    static var validators: String { tell("How many validators; otherwise drawn.", zh: "验证节点数；缺省由种子决定。") }
    static var liars: String { tell("How many lie; otherwise drawn.", zh: "说谎节点数；缺省由种子决定。") }
    static var heights: String { tell("Blocks of a run: 30 unless told.", zh: "每次运行的区块数，缺省 30。") }
    static var realKeys: String { tell("Sign with Ed25519 instead of stand-ins.", zh: "使用真实的 Ed25519 签名。") }
    static var beyond: String {
        tell("One liar more than is tolerated; forks may happen and must be proven.", zh: "比容许多一个说谎节点；可能分叉，且须有证据。")
    }
    static var trace: String { tell("Print the trace of each of --runs, too.", zh: "也输出 --runs 中每次运行的过程。") }
    static var seedOrRuns: String { tell("--seed plays one run; leave out --runs", zh: "--seed 只运行一次，请勿同时使用 --runs") }
    static var badValidators: String { tell("validators: 1 to 20", zh: "验证节点数须为 1 至 20") }
    static var lie: String { tell("How the first liar lies; otherwise drawn.", zh: "首个说谎节点的说谎方式；缺省由种子决定。") }
    static var twins: String {
        tell("Two copies of one validator in place of the first liar.", zh: "以同一验证节点的两个副本代替首个说谎节点。")
    }
    static var lieOrTwins: String { tell("say --lie or --twins", zh: "--lie 与 --twins 只能选一") }
    static var badLie: String {
        let kinds = LyingKind.allCases.map(\.rawValue).joined(separator: ", ")
        return tell("lie: one of \(kinds)", zh: "说谎方式须为 \(kinds) 之一")
    }
    static var badLiars: String { tell("liars: 0 to 20", zh: "说谎节点数须为 0 至 20") }
    static var badHeights: String { tell("heights: 1 to 1000", zh: "区块数须为 1 至 1000") }

    /// One run.
    static func report(_ run: RunReport) -> Report {
        var report = Report(run.isClean ? held : tell("A rule was broken", zh: "有规则被违反"))
        report.fact(tell("run", zh: "运行"), run.scenario.summary, "scenario")
        report.fact(tell("blocks", zh: "区块"), run.heights, "blocks")
        report.fact(tell("virtual time, ms", zh: "虚拟时间（毫秒）"), run.milliseconds, "milliseconds")
        report.fact(tell("faults", zh: "故障"), UInt64(run.faults.total), "faults")
        report.fact(tell("signatures", zh: "签名"), UInt64(run.signatures), "signatures")
        report.fact(tell("forks", zh: "分叉"), UInt64(run.forks), "forks")
        report.fact(tell("trace digest", zh: "过程摘要"), run.digestText, "digest")
        for breach in run.breaches { report.add("breaches", .string(breach.description)) }
        return report
    }

    /// Many runs.
    static func report(_ tally: RunTally) -> Report {
        var report = Report(tally.broken.isEmpty ? held : tell("Rules were broken", zh: "有规则被违反"))
        report.fact(tell("runs", zh: "运行次数"), UInt64(tally.runs), "runs")
        for size in tally.sizes {
            report.fact(
                tell("  with \(counted(size.validators, "node"))", zh: "  \(size.validators) 个节点"), "\(size.runs)")
        }
        report.fact(tell("blocks", zh: "区块"), tally.heights, "blocks")
        report.fact(tell("virtual hours", zh: "虚拟小时"), tally.milliseconds / 3_600_000, "hours")
        report.fact(tell("statements", zh: "声明"), UInt64(tally.statements), "statements")
        report.fact(tell("signatures", zh: "签名"), UInt64(tally.signatures), "signatures")
        report.fact(tell("faults", zh: "故障"), UInt64(tally.faults.total), "faults")
        for fault in Fault.allCases { report.fact("  " + fault.name, "\(tally.faults[fault])") }
        for liar in tally.lies { report.fact("  " + liar.kind.name, lies(liar.runs, liar.lies)) }
        report.fact(
            tell("liars and twins", zh: "说谎与双开的节点"),
            tell(
                "\(tally.dishonest.machines) machines, \(tally.dishonest.signing) signed to the end",
                zh: "\(tally.dishonest.machines) 台，其中 \(tally.dishonest.signing) 台签名至最后"), "dishonest")
        report.fact(tell("runs with twins", zh: "含双开节点的运行"), UInt64(tally.twins), "twins")
        report.fact(tell("runs left with a bare quorum", zh: "只剩法定数的运行"), quorum(tally))
        report.fact(tell("runs that forked", zh: "出现分叉的运行"), UInt64(tally.forks), "forks")
        for broken in tally.broken { report.add("broken", .string("\(broken.seed): \(broken.breach)")) }
        report.body = tally.broken.map { "  \($0.seed): \($0.breach)" }
        report.meaning = counts(tally)
        report.json.append("violations", .integer(Int64(tally.broken.count)))
        return report
    }

    /// The counts in one line.
    private static func counts(_ tally: RunTally) -> String {
        tell(
            "\(counted(tally.runs, "run")), \(tally.heights) blocks, \(tally.faults.total) faults, "
                + "\(tally.signatures) signatures, \(tally.broken.count) violations",
            zh: "\(tally.runs) 次运行，\(tally.heights) 个区块，\(tally.faults.total) 次故障，"
                + "\(tally.signatures) 个签名，\(tally.broken.count) 次违反")
    }

    /// How far a search is.
    static func progress(_ tally: RunTally, of count: UInt64, rate: Double, secondsLeft: UInt64) -> String {
        let left = Moment.clock(seconds: secondsLeft)
        return tell(
            "\(tally.runs) / \(count) runs, \(rate.shown(1))/s, \(left) left, \(tally.broken.count) violations",
            zh: "\(tally.runs) / \(count) 次运行，每秒 \(rate.shown(1)) 次，剩余 \(left)，\(tally.broken.count) 次违反")
    }

    private static func quorum(_ tally: RunTally) -> String {
        tell(
            "\(tally.quorumRuns); each made two more blocks, the slowest within \(tally.longestQuorum) virtual ms",
            zh: "\(tally.quorumRuns)；每次都又产生两个区块，最慢的用了虚拟时间 \(tally.longestQuorum) 毫秒")
    }

    private static var held: String { tell("Every rule held", zh: "所有规则均成立") }

    private static func lies(_ runs: Int, _ lies: Int) -> String {
        tell("\(counted(lies, "lie")) in \(counted(runs, "run"))", zh: "\(runs) 次运行，\(lies) 次说谎")
    }

    static func breach(_ seed: UInt64, _ breach: Breach) -> String {
        tell("seed \(seed), \(breach)", zh: "种子 \(seed)，\(breach)")
    }

    static func broken(_ seed: UInt64, _ breach: Breach, _ options: String) -> CommandError {
        .refused(
            "rule-broken", self.breach(seed, breach),
            next: "deedbox simulate --seed \(seed)\(options)")
    }
}
