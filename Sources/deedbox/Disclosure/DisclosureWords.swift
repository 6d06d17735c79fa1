import Rulebook
import Signing

/// Words of the noun `disclosure`.
enum DisclosureWords {
    static var abstract: String {
        tell("Reading a document without consent, with an entry.", zh: "依法披露：未经同意查阅证照，并在账本上留痕。")
    }
    static var discussion: String {
        tell(
            """
            On a listed ground an issuer or an authority may read a document without its holder's consent. The entry \
            stands under a tag that only the document's issuer and its wallet can compute: the holder finds it, and \
            nobody else knows whom it concerns. Where the holder must not know at once, it is sealed until a block: \
            tag and details are dealt to the validators, who open it then, whatever its author does. That there is \
            one, of whom, on which ground and until when, everybody sees at once.
            """,
            zh: """
                具备清单所列依据时，签发机构或公权机关可以不经持有人同意查阅证照。声明记在一个标签之下，只有该证照的签发机构和持有人的钱包能算出：持有人能看到，旁人不知涉及谁。\
                暂不能告知持有人的，可封存到某一区块：标签与内容分片交给验证节点，到期由其公开，登记方无法阻止；由谁、依何依据、封存到何时，则立即公示。
                """)
    }
    static var tag: String {
        tell("Compute the next tag of a document, at its issuing desk.", zh: "在签发台计算证照的下一个披露标签。")
    }
    static var tagExamples: String { ConsoleWords.examples("deedbox disclosure tag 17 --data desk") }
    static var tagMeaning: String {
        tell(
            "Give it to the authority that reads, or record the reading yourself. Each tag serves once.",
            zh: "请交给查阅的机关，或自行记录。每个标签只用一次。")
    }
    static var attestation: String {
        tell(
            "Also write the desk's signed word to which record the tag belongs, for a regulator.",
            zh: "另写出签发台签署的证明：该标签属于哪条记录，供监管方使用。")
    }
    static var attestedMeaning: String {
        tell(
            "Who has the attestation can ask relying parties for the uses of this document, once the disclosure under "
                + "the tag is final. Give it to the regulator alone.",
            zh: "持有该证明者在标签下的披露终局后，可向用证方查询该证照的使用。请只交给监管方。")
    }
    static var record: String { tell("Enter that a document is read.", zh: "记录一次依法查阅。") }
    static var recordExamples: String {
        ConsoleWords.examples(
            "deedbox disclosure record --tag 9c1e… --ground courtOrder --case X-2090-7 --field XM "
                + "--key police.key")
    }
    static var show: String { tell("Show what stands under a tag, proven.", zh: "查看标签下的披露，附证明。") }
    static var tagOption: String { tell("The tag, 64 hexadecimal digits.", zh: "标签，64 位十六进制。") }
    static var ground: String { tell("On what ground: \(grounds).", zh: "依据：\(grounds)。") }
    static var field: String {
        tell("A field that was read; none: all of them.", zh: "查阅的字段；不写表示全部。")
    }
    static var text: String { tell("What the holder is to know of it.", zh: "向持有人说明的内容。") }
    static var caseFile: String {
        tell(
            "Where the details and their salt are kept; otherwise TAG.disclosure.jsonl in this folder.",
            zh: "保存详情与盐值的文件；缺省为当前文件夹的 TAG.disclosure.jsonl。")
    }
    static var sealUntil: String {
        tell("Keep it from the holder until a block.", zh: "在某区块之前不让持有人看到。")
    }
    static var recorded: String { tell("The disclosure is recorded", zh: "已记录依法披露") }
    static var recordedMeaning: String {
        tell(
            "The holder's wallet finds it. Details stand on the ledger as a salted commitment alone: keep the file, "
                + "and show it to the holder when the ground allows.",
            zh: "持有人的钱包会看到该披露。详情在账本上只有加盐承诺值：请保存该文件，依据允许时向持有人出示。")
    }
    static var present: String { tell("A disclosure stands under this tag", zh: "该标签下有一次依法披露") }
    static var absent: String { tell("Nothing stands under this tag", zh: "该标签下没有披露") }

    private static var grounds: String {
        LegalGround.allCases.filter(\.allowsDisclosure).map(\.word).joined(separator: ", ")
    }

    static func next(_ document: Int64, _ number: UInt64) -> String {
        tell(
            "Document \(document) was read \(number) times so far; the next tag",
            zh: "第 \(document) 号文档至今被依法查阅 \(number) 次；下一个标签如下")
    }

    static func parse(_ text: String) throws -> Digest {
        guard let digest = Digest(hex: text) else {
            throw CommandError.usage(
                tell("'\(text)' is not a tag: 64 hexadecimal digits", zh: "“\(text)”不是标签：应为 64 位十六进制"))
        }
        return digest
    }

    static func parse(ground word: String) throws -> LegalGround {
        guard let ground = LegalGround(word: word), ground.allowsDisclosure else {
            throw CommandError.usage(
                tell("'\(word)' is no ground of a disclosure: \(grounds)", zh: "“\(word)”不是依法披露的依据：\(grounds)"))
        }
        return ground
    }

    static var tooLong: CommandError {
        .usage(
            tell(
                "case number, fields or text are too long: 200, 128 and 4,000 bytes, 256 fields",
                zh: "案号、字段或说明过长：上限为 200、128 和 4000 字节，字段至多 256 个"))
    }

    static func tooMany(_ document: Int64) -> CommandError {
        .failed(
            "too-many-disclosures",
            tell("document \(document) was read too often for this command", zh: "第 \(document) 号文档的披露次数超出本命令的范围"),
            next: tell("ask the operator of the desk", zh: "请联系签发台的运维人员"))
    }
}
