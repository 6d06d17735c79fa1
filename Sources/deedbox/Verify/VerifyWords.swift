import Ledger
import Rulebook
import Signing

/// Words of `verify`.
enum VerifyWords {
    static var abstract: String { tell("Check a proof offline.", zh: "离线核验证明。") }

    static var discussion: String {
        tell(
            """
            Takes the evidence of a use, a receipt (text or CBOR), a receipts file of `mint` (all its lines, or one \
            with --row), a status proof, a .tlog-proof or a checkpoint. No network is used, and the genesis file is \
            all that is trusted. Each check says yes, no, or could not check.

            With --document the check goes on to the document itself. For a row of a table that is its canonical form, \
            [["column","value"],…] without spaces.
            """,
            zh: """
                可核验使用的证据包、回执（文本或 CBOR）、mint 的回执文件（全部各行，或用 --row 指定一行）、状态证明、.tlog-proof 或检查点。不使用网络，\
                只信任创世文件。每项核验回答“是”“否”或“无法核验”。

                加 --document 可核验文档本身。表格中的一行，其规范形式为 [["列名","值"],…]，不含空格。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox verify police.csv.receipts.jsonl --trust genesis.cbor",
                "deedbox verify scans.receipts.jsonl --row 3 --document scans/c.pdf --trust genesis.cbor",
                "deedbox verify 17.status --trust genesis.cbor",
                "deedbox verify evidence.json --trust genesis.cbor", "deedbox verify checkpoint --trust genesis.cbor")
            + "\n\n" + ConsoleWords.exitCodes
    }

    static var file: String { tell("The file to check.", zh: "要核验的文件。") }
    static var row: String { tell("A row of a receipts file.", zh: "回执文件中的行号。") }
    static var record: String {
        tell("The record of a document, where rows are not enough.", zh: "文档的记录位置，用于行号不足以确定时。")
    }
    static var document: String { tell("The document itself, to compare with its record.", zh: "文档本身，用于与记录比对。") }
    static var salt: String {
        tell("With a receipt and --document: the salt, base64.", zh: "配合回执与 --document：盐值，base64。")
    }
    static var epochs: String {
        tell(
            "For a ledger whose validators have changed: the node's GET /epochs as a file.",
            zh: "验证节点变更过的账本：节点 GET /epochs 的内容，存为文件。")
    }
    static var leaf: String { tell("With a .tlog-proof: the leaf that it proves.", zh: "配合 .tlog-proof：所证明的条目。") }
    static var saltWithDocument: String { tell("--salt goes with --document", zh: "--salt 须与 --document 同用") }

    static var checkpoint: String { tell("the checkpoint", zh: "检查点") }
    static var logProof: String { tell("the proof of a leaf", zh: "条目证明") }
    static var useReceipt: String { tell("the receipt of a use", zh: "使用回执") }
    static func used(_ use: CheckedUse) -> String {
        tell(
            "use \(use.use.index) by \(use.party), leaf \(use.index)",
            zh: "\(use.party) 的第 \(use.use.index) 次使用，条目 \(use.index)")
    }
    static var documentReceipt: String { tell("the receipt of a document", zh: "文档回执") }
    static var statusProof: String { tell("the status proof", zh: "状态证明") }

    static func subject(_ leaf: [UInt8]) -> String {
        switch LeafKind(firstBytes: leaf) {
        case .statement, .governance: tell("the receipt of a statement", zh: "声明回执")
        case .seal: tell("the receipt of a block's seal", zh: "区块封印回执")
        case .record, .closedRecord, nil: tell("the receipt of a leaf", zh: "条目回执")
        }
    }

    static func headline(_ answer: Answer, _ subject: String) -> String {
        switch answer {
        case .yes: tell("Yes: \(subject) holds", zh: "是：\(subject)成立")
        case .no: tell("No: \(subject) does not hold", zh: "否：\(subject)不成立")
        case .unknown: tell("Could not check \(subject) in full", zh: "无法完整核验\(subject)")
        }
    }

    static func ended(_ subject: String) -> String {
        tell("No: the document's validity has ended; \(subject) holds", zh: "否：文档有效期已过；\(subject)成立")
    }

    static func name(_ name: Check.Name) -> String {
        switch name {
        case .ledger: tell("of this ledger", zh: "属于本账本")
        case .final: tell("checkpoint final", zh: "检查点已终局")
        case .inLog: tell("in the log", zh: "在日志中")
        case .record: tell("recorded by its issuer", zh: "由签发机构记录")
        case .validity: tell("in its validity period", zh: "在有效期内")
        case .line: tell("line agrees with receipt", zh: "行与回执一致")
        case .commitment: tell("commitment opens", zh: "承诺值可打开")
        case .document: tell("is this document", zh: "即该文档")
        case .governance: tell("governance signed", zh: "治理已签署")
        case .state: tell("status proven", zh: "状态已证明")
        }
    }

    static var noMeaning: String {
        tell(
            "Do not rely on it: at least one check says no. Who gave it, or its issuer, can give another.",
            zh: "不可采信：至少一项核验为“否”。可请给出者或签发机构另行提供。")
    }
    static var unknownMeaning: String {
        tell(
            "This says nothing against it: give what is missing and check again.",
            zh: "这并不说明其有误：请补齐所缺内容后再核验。")
    }
}

/// Facts behind the answers.
extension VerifyWords {
    static func addFinal(_ final: FinalCheckpoint, _ network: Network, _ verdict: inout Verdict) {
        verdict.add(.yes(.ledger, network.origin))
        verdict.add(
            .yes(
                .final,
                tell(
                    "\(final.cosigners.count) of \(network.quorum.validators) institutions signed",
                    zh: "\(network.quorum.validators) 家机构中 \(final.cosigners.count) 家签署")))
    }

    static func add(_ final: FinalCheckpoint, _ network: Network, _ verdict: inout Verdict) {
        verdict.fact(tell("log size", zh: "日志条目数"), final.checkpoint.head.size, "size")
        let time = final.cosigners.map(\.time).min().map { UTCTime(seconds: $0).description } ?? "—"
        verdict.fact(tell("signed", zh: "签署时间"), time, "signed")
        verdict.fact(tell("assurance", zh: "保证级别"), AssuranceWords.sentence(final, network.quorum), "assurance")
        verdict.fact(tell("withstands", zh: "可承受作恶"), UInt64(max(0, final.assurance)), "withstands")
        verdict.fact(tell("may be down", zh: "可停机"), UInt64(network.quorum.silent), "mayBeDown")
    }

    static func add(_ seal: Seal, _ verdict: inout Verdict) {
        verdict.fact(tell("as of block", zh: "截至区块"), seal.height.value, "height")
        verdict.fact(tell("block time", zh: "区块时间"), Moment.text(ms: seal.time), "time")
    }

    /// A record stands below its manifest, and it is the manifest that is proven to be in the log.
    static func inLog(_ index: LeafIndex, _ size: UInt64, isManifest: Bool = false) -> String {
        isManifest
            ? tell("its manifest is leaf \(index) of \(size)", zh: "其清单为 \(size) 个条目中的第 \(index) 个")
            : tell("leaf \(index) of \(size)", zh: "\(size) 个条目中的第 \(index) 个")
    }
    static func sealInLog(_ height: Height) -> String { tell("seal of block \(height)", zh: "区块 \(height) 的封印") }
    static func recorded(_ index: LeafIndex, _ issuer: MemberID, _ type: TypeCode) -> String {
        tell("by \(issuer), type \(type), leaf \(index)", zh: "由 \(issuer) 记录，类型 \(type)，条目 \(index)")
    }
    static func proven(_ state: DocumentState, isEntry: Bool) -> String {
        guard isEntry else {
            return tell("in force: nothing was said against it", zh: "有效：没有任何相反记录")
        }
        return StatusWords.isNow(state)
    }
    static func since(_ entry: StatusEntry) -> String {
        Moment.text(ms: entry.since) + "  " + tell("block \(entry.height)", zh: "区块 \(entry.height)")
    }
    static var governorsUnknown: String {
        tell("the steps at hand do not say who governed then", zh: "现有任期证明没有说明当时的治理密钥")
    }
    static func otherGovernors(_ fact: String) -> String {
        tell(
            "\(fact); the governors may have changed since: give --epochs of today",
            zh: "\(fact)；治理密钥此后可能已变更：请用 --epochs 给出最新的任期证明")
    }
    static func governors(_ good: Int, _ threshold: Int) -> String {
        tell(
            "\(good) keys of the genesis signed, \(threshold) are needed",
            zh: "创世文件中的 \(good) 把密钥已签署，需要 \(threshold) 把")
    }
    static func documentCheck(_ isSame: Bool) -> Check {
        isSame
            ? .yes(.document, tell("the file has the digest of the line", zh: "文件摘要与该行一致"))
            : .no(.document, tell("the file is another document", zh: "文件是另一份文档"))
    }

    static func validity(_ expiry: UInt64, at now: UInt64) -> Check {
        let end = UTCTime(seconds: expiry).description
        return now < expiry
            ? .yes(.validity, tell("until \(end)", zh: "有效期至 \(end)"))
            : .no(.validity, tell("ended \(end)", zh: "已于 \(end) 到期"))
    }

    /// What the receipt of a document leaves open.
    static var receiptMeaning: String {
        tell(
            "It says that the document was recorded. Whether it was revoked since, only a status proof says.",
            zh: "回执只说明该文档已登记；之后是否被吊销，须由状态证明说明。")
    }
    static func statusNext(_ path: String, row: UInt64? = nil, record: UInt64? = nil) -> String {
        let line = row.map { " --row \($0)" } ?? ""
        return "deedbox status show --receipt \(path)\(line)" + (record.map { " --record \($0)" } ?? "")
    }

    static var lineAgrees: String { tell("commitment and position", zh: "承诺值与位置一致") }
    static var lineDiffers: String { tell("commitment or position differ", zh: "承诺值或位置不一致") }
    static var opens: String { tell("by salt and document", zh: "由盐值和文档打开") }
    static var doesNotOpen: String { tell("salt and document give another value", zh: "盐值和文档得出另一个值") }
    static var otherSize: String { tell("proof and checkpoint are of different sizes", zh: "证明与检查点的大小不一致") }
    static var badEntry: String { tell("the entry does not read", zh: "条目无法读取") }
    static var leafNeeded: String { tell("give the leaf with --leaf", zh: "请用 --leaf 给出条目") }

    static func otherLedger(_ found: String, _ expected: String) -> String {
        tell("it is of \(found), the genesis given is \(expected)", zh: "它属于 \(found)，而给出的创世文件是 \(expected)")
    }
}

/// Refusals.
extension VerifyWords {
    static func noSuchLine(_ path: String, _ choice: LineChoice) -> CommandError {
        let row = choice.row.map { tell(" of row \($0)", zh: "第 \($0) 行的") } ?? ""
        let record = choice.record.map { tell(" of record \($0)", zh: "记录 \($0) 的") } ?? ""
        return .failed(
            "no-such-row", tell("\(path) has no receipt\(row)\(record)", zh: "\(path) 中没有\(row)\(record)回执"),
            next: tell("rows count as in the table, its header being row 1", zh: "行号与表格一致，表头为第 1 行"))
    }

    static func severalOfRow(_ path: String, _ row: UInt64, _ records: [UInt64]) -> CommandError {
        let list = records.map(String.init).joined(separator: ", ")
        return .usage(
            tell(
                "\(path) has receipts of several documents that stood in row \(row): the records \(list)",
                zh: "\(path) 中有多份文档曾在第 \(row) 行：记录 \(list)"), code: "ambiguous-row",
            next: tell(
                "say which with --record; it is `record` in the line of the receipts file",
                zh: "请用 --record 指定其一；它是回执文件该行中的 record"))
    }

    static func damagedLine(_ path: String, _ line: Int, _ fact: String) -> CommandError {
        .failed(
            "unreadable-proof",
            tell("line \(line) of \(path) is no receipt: \(fact)", zh: "\(path) 第 \(line) 行不是回执：\(fact)"),
            next: tell("put the file back from a copy: each line stands for itself", zh: "请用副本恢复该文件：各行互不依赖"))
    }

    static func rowNeeded(_ path: String) -> CommandError {
        .usage(
            tell("\(path) holds many receipts", zh: "\(path) 含有多条回执"),
            next: tell("say which with --row or --record", zh: "请用 --row 或 --record 指定"))
    }

    static func saltNeeded(_ path: String) -> CommandError {
        .usage(
            tell("\(path) does not hold the salt of its document", zh: "\(path) 不含其文档的盐值"),
            next: tell("give it with --salt, base64", zh: "请用 --salt 给出（base64）"))
    }

    static func damagedEvidence(_ path: String, _ fact: String) -> CommandError {
        .failed(
            "unreadable-proof",
            tell(
                "\(path) begins as the evidence of a use, and does not read: \(fact)",
                zh: "\(path) 的开头是使用的证据包，但无法读取：\(fact)"),
            next: tell("get the file again from who gave it to you", zh: "请向给出该文件的一方重新索取"))
    }

    static func unreadable(_ path: String, _ fact: String) -> CommandError {
        .failed(
            "unreadable-proof",
            tell(
                "\(path) is no evidence, receipt, status proof, checkpoint or .tlog-proof: \(fact)",
                zh: "\(path) 不是证据包、回执、状态证明、检查点或 .tlog-proof：\(fact)"),
            next: tell("check that this is the file you meant", zh: "请确认这是您要核验的文件"))
    }
}
