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
    static var desk: String {
        tell(
            "A relying party's desk to ask, by the address that it calls its own; one each.",
            zh: "要询问的用证台，须用该台自己的地址；逐一给出。")
    }
    static var traceGround: String {
        tell("On what ground to trace, when it is another one.", zh: "追溯的依据，与披露依据不同时给出。")
    }
    static var meaning: String {
        tell(
            "The holder finds the disclosure. A party that keeps silent about a use leaves it on the ledger: "
                + "compare with deedbox regulator party.",
            zh: "持有人能看到该披露。用证方隐瞒的使用仍在账本上：请与 deedbox regulator party 的计数比较。")
    }

    /// What is proven, and of how many desks nothing is known: an outage is never a "no uses".
    static func headline(_ record: UInt64, _ answers: [ToldUses]) -> String {
        let count = answers.reduce(0) { $0 + $1.uses.count { $0.standing == .proven } }
        let asked = answers.count
        var gaps: [String] = []
        let (away, refused) = (answers.count(where: \.isUnheard), answers.count(where: \.isRefused))
        let unproven = answers.count { !$0.isWhole && !$0.isUnheard && !$0.isRefused }
        if away > 0 {
            gaps.append(tell("\(away) of \(asked) desks could not be asked", zh: "\(asked) 个用证台中 \(away) 个未能查询"))
        }
        if refused > 0 {
            gaps.append(tell("\(refused) of \(asked) desks refused", zh: "\(asked) 个用证台中 \(refused) 个拒绝"))
        }
        if unproven > 0 {
            gaps.append(
                tell(
                    "\(unproven) of \(asked) desks proved not all they told", zh: "\(asked) 个用证台中 \(unproven) 个所述未获全部证明"
                ))
        }
        if gaps.isEmpty {
            return tell(
                "Record \(record) was shown in \(counted(count, "use"))", zh: "记录 \(record) 在 \(count) 次使用中出示")
        }
        let known =
            count == 0
            ? tell("no use is known yet", zh: "尚不知有无使用")
            : tell("shown in at least \(counted(count, "use"))", zh: "至少在 \(count) 次使用中出示")
        return tell("Record \(record): ", zh: "记录 \(record)：") + ([known] + gaps).joined(separator: tell("; ", zh: "；"))
    }
    /// What to do about the first desk that gave nothing whole.
    static func next(_ answers: [ToldUses]) -> String? {
        answers.first { $0.isRefused }.flatMap { $0.next.isEmpty ? nil : "\($0.url): \($0.next)" }
            ?? (answers.contains(where: \.isUnheard)
                ? tell("run it again later: the disclosure stays, and no second one is made", zh: "请稍后重试；披露声明仍在，不会重复写入")
                : nil)
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
