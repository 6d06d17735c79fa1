import Rulebook

/// Words of the noun `status`.
enum StatusWords {
    static var abstract: String {
        tell("Revoke, suspend, reinstate, supersede; and prove the state.", zh: "吊销、暂停、恢复、替换证照，并证明其状态。")
    }
    static var discussion: String {
        ConsoleWords.examples(
            "deedbox status revoke --receipt police.csv.receipts.jsonl --row 17 --reason \"reported lost\" "
                + "--key police.key",
            "deedbox status show --receipt police.csv.receipts.jsonl --row 17 --out 17.status") + "\n\n"
            + ConsoleWords.exitCodes
    }
    static var revoke: String { tell("Revoke a document for good.", zh: "永久吊销。") }
    static var suspend: String { tell("Suspend a document.", zh: "暂停。") }
    static var reinstate: String { tell("Put a suspended document in force again.", zh: "恢复被暂停的证照。") }
    static var supersede: String { tell("Say that a newer document stands in its place.", zh: "由新证照替换。") }
    static var show: String { tell("Show the state with its proof.", zh: "查看状态及其证明。") }
    static var showDiscussion: String {
        tell(
            "The node is asked for a bucket of dozens of documents, so it does not learn which one is meant.",
            zh: "向节点询问的是包含数十份证照的一个分桶，节点无从得知所指为哪一份。")
    }
    static var receipt: String { tell("The document's receipt, or a receipts file.", zh: "证照的回执，或回执文件。") }
    static var reason: String {
        tell("Reason and legal basis; only a salted commitment is sent.", zh: "理由和法律依据；仅发送加盐承诺值。")
    }
    static var proofOut: String { tell("The status proof to write.", zh: "要写入的状态证明文件。") }
    static var changeMeaning: String {
        tell(
            "Every node tells this from this block on; the reason stays with you, opened by its salt.",
            zh: "自该区块起各节点一致；理由由您保存，凭盐值可公开核对。")
    }
    static var proofMeaning: String {
        tell("It speaks as of that block's time, and verifies offline.", zh: "该结论以该区块时间为准，可离线核验。")
    }

    /// Which document is meant, before anything is said of it.
    static func document(_ document: ChosenDocument) -> String {
        tell("Document: ", zh: "所指证照：") + place(document)
    }

    /// A document by its type, record, row and commitment.
    static func place(_ document: ChosenDocument) -> String {
        let issue = document.issue
        let row = document.row.map { tell(", row \($0)", zh: "，第 \($0) 行") } ?? ""
        return tell(
            "type \(issue.type), record \(issue.index)\(row), commitment \(issue.record.commitment)",
            zh: "类型 \(issue.type)，记录 \(issue.index)\(row)，承诺值 \(issue.record.commitment)")
    }

    static var ended: String { tell("Its validity has ended.", zh: "有效期已过。") }

    static func isNow(_ state: DocumentState) -> String {
        switch state {
        case .inForce: tell("The document is in force again", zh: "证照已恢复有效")
        case .suspended: tell("The document is suspended", zh: "证照已暂停")
        case .revoked: tell("The document is revoked", zh: "证照已吊销")
        case .superseded: tell("The document is superseded", zh: "证照已被替换")
        }
    }

    /// What an entry, or its absence, means.
    static func describe(_ entry: StatusEntry?) -> String {
        switch entry?.state {
        case nil: tell("In force: nothing was said against the document", zh: "有效：没有任何相反记录")
        case .inForce: tell("In force: reinstated", zh: "有效：已恢复")
        case .suspended: tell("Suspended", zh: "已暂停")
        case .revoked: tell("Revoked", zh: "已吊销")
        case .superseded: tell("Superseded", zh: "已被替换")
        }
    }

    static func proofSize(_ bytes: Int) -> String {
        tell("\(bytes) bytes, checked", zh: "\(bytes) 字节，已核验")
    }

    static func badReceipt(_ path: String, _ fact: String) -> CommandError {
        .refused(
            "bad-receipt",
            tell("\(path) does not prove an issue on this ledger: \(fact)", zh: "\(path) 不能证明本账本上的签发：\(fact)"),
            next: tell(
                "`deedbox verify` tells more; check that node and file are of one ledger",
                zh: "可用 deedbox verify 查看详情；请确认节点与文件属于同一账本"))
    }

    static func badProof(_ fact: String) -> String {
        tell("the node's proof does not hold: \(fact)", zh: "节点给出的证明不成立：\(fact)")
    }

    static var noReceipt: String { tell("it is no receipt", zh: "它不是回执") }
}
