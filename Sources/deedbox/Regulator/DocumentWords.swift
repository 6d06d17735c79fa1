import Rulebook

/// Words of `regulator document`.
enum DocumentWords {
    static var document: String {
        tell("Ask relying parties which uses have shown a document.", zh: "向用证方查询哪些使用出示过某份证照。")
    }
    static var documentExamples: String {
        ConsoleWords.examples(
            "deedbox regulator document 4711 --attestation tag.cose --ground courtOrder --case X-2090-7 "
                + "--desk http://127.0.0.1:7501 --key regulator.key")
    }
    static var record: String {
        tell("Where the document's record stands in the log.", zh: "证照记录在账本中的条目号。")
    }
    static var attestationFile: String {
        tell(
            "The issuing desk's word for the tag, from deedbox disclosure tag --attestation.",
            zh: "签发台对标签出具的证明，由 deedbox disclosure tag --attestation 生成。")
    }
    static var desk: String { tell("A relying party's desk to ask; one each.", zh: "要询问的用证台地址，逐一给出。") }
    static var traceGround: String {
        tell("On what ground to trace, when it is another one.", zh: "追溯的依据，与披露依据不同时给出。")
    }
    static var meaning: String {
        tell(
            "The holder finds the disclosure. A party that keeps silent about a use leaves it on the ledger: "
                + "compare with deedbox regulator party.",
            zh: "持有人能看到该披露。用证方隐瞒的使用仍在账本上：请与 deedbox regulator party 的计数比较。")
    }

    static func headline(_ record: UInt64, _ count: Int) -> String {
        tell("Record \(record) was shown in \(count) uses", zh: "记录 \(record) 在 \(count) 次使用中出示")
    }
    static func standing(_ standing: ToldUse.Standing) -> String {
        switch standing {
        case .proven: tell("on the ledger", zh: "账本可证")
        case .false: tell("NOT on the ledger", zh: "账本不符")
        }
    }
    static func told(_ answer: ToldUses) -> String {
        let name = answer.party.map { "\($0) (\(answer.url))" } ?? answer.url
        if answer.isWhole { return tell("\(name): \(answer.total) uses", zh: "\(name)：\(answer.total) 次使用") }
        if answer.isRefused { return tell("\(name) refuses: \(answer.fact)", zh: "\(name) 拒绝：\(answer.fact)") }
        if answer.code != nil {
            return tell("\(name): could not check, \(answer.fact)", zh: "\(name)：无法核验，\(answer.fact)")
        }
        return tell(
            "\(name): says \(answer.total) uses, and what it gave does not prove them",
            zh: "\(name)：称有 \(answer.total) 次使用，但所给内容不能证明")
    }

    static func badAttestation(_ fact: String) -> CommandError {
        .refused(
            "not-attested", tell("the attestation does not hold: \(fact)", zh: "证明不成立：\(fact)"),
            next: tell(
                "have the issuing desk make one by deedbox disclosure tag --attestation",
                zh: "请签发台用 deedbox disclosure tag --attestation 重新出具"))
    }
    static func tagTaken(_ member: MemberID) -> CommandError {
        .refused(
            "tag-taken",
            tell(
                "\(member) has entered a disclosure under this tag, and it is not in the case file",
                zh: "\(member) 已在该标签下写入披露，且不在案卷文件中"),
            next: tell(
                "give the case file of that disclosure, or have the issuing desk attest to the next tag",
                zh: "请给出该披露的案卷文件，或请签发台证明下一个标签"))
    }
}
