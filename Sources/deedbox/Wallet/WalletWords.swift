import Rulebook
import WalletApp

/// Words of the noun `wallet`.
enum WalletWords {
    static var abstract: String { tell("A holder's documents.", zh: "持有人的钱包（数字保险箱）。") }
    static var discussion: String {
        tell(
            """
            Documents come sealed through the nodes, and nobody on the way can read them. Before one is kept, \
            everything is checked: who signed it, that this member recorded it, that the record is of this very \
            document, and that it is bound to this wallet. Each check says yes, no, or could not check.
            """,
            zh: """
                文档经由各节点密封送达，途中任何一方都读不到内容。收下之前逐项核验：谁签署、是否由该机构登记、记录是否即此文档、是否绑定本钱包。\
                每项核验回答“是”“否”或“无法核验”。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet init --data wallet --trust genesis.cbor --registrar http://127.0.0.1:7301 "
                    + "--identity me.json --passphrase-file pass",
                "deedbox wallet receive --data wallet --passphrase-file pass",
                "deedbox wallet list --data wallet --passphrase-file pass") + "\n\n" + ConsoleWords.exitCodes
    }

    static var data: String { tell("The wallet's folder.", zh: "钱包文件夹。") }
    static var passphrase: String {
        tell("A file whose first line opens the wallet.", zh: "首行为钱包口令的文件。")
    }
    static var node: String {
        tell("Nodes to ask instead of those that the wallet knows.", zh: "改为询问这些节点。")
    }
    static var offline: String {
        tell("Ask nobody; show what was known last.", zh: "不联网，只显示上次所知。")
    }
    static var number: String { tell("The document's number, as `list` shows it.", zh: "文档编号，见 list。") }

    static var receive: String { tell("Fetch what was sent, check it, keep it.", zh: "收取、核验并保存送达的文档。") }
    static var receiveDiscussion: String {
        tell(
            """
            May be stopped anywhere and run again. What is kept is erased from the nodes; what is refused is set aside \
            with its reason and hinders nothing else; what could not be checked is looked at again next time.
            """,
            zh: """
                随时可以中断后重来。已保存的会从节点删除；被拒绝的连同理由放在一边，不妨碍其他；暂时无法核验的下次再看。
                """)
    }
    static var again: String {
        tell("Look once more at deliveries that were set aside.", zh: "重新查看曾被放在一边的送达件。")
    }
    static var list: String { tell("Show the file, by dimension.", zh: "按维度显示档案（一人一档）。") }
    static var listDiscussion: String {
        tell(
            "The nodes are asked for buckets, so they do not learn which documents are meant. A node that is away "
                + "never makes a document invalid: the answer is then \"could not check\", with what was known last.",
            zh: "向节点询问的是分桶，节点无从得知所指为哪份。节点离线不会使文档变成无效：此时回答“无法核验”，并附上次所知。")
    }
    static var missing: String {
        tell("Show what the file lacks, too, and where to ask for it.", zh: "同时列出缺少的项目及申请去处。")
    }
    static var show: String { tell("Show a document, its fields and its checks.", zh: "查看一份文档的内容和各项核验。") }
    static var export: String { tell("Write a document and its receipt as files.", zh: "将文档及其回执导出为文件。") }
    static var exportDiscussion: String {
        tell(
            "PREFIX.sd-jwt is the SD-JWT VC with all its disclosures: who gets it reads all of it. PREFIX.receipt "
                + "proves that it was recorded.",
            zh: "PREFIX.sd-jwt 是含全部披露项的 SD-JWT VC，得到它的人可读全部内容；PREFIX.receipt 证明其已登记。")
    }
    static var exportOut: String { tell("How the files' names begin.", zh: "文件名前缀。") }
    static var exportMeaning: String {
        tell("Outside of the wallet nobody counts who reads it.", zh: "离开钱包之后，无人统计谁读过它。")
    }

    static var wantedOffline: Bilingual { Bilingual(zh: "未联网询问", en: "nobody was asked (--offline)") }

    static func exported(_ view: DocumentView) -> String {
        tell("Exported: ", zh: "已导出：") + tell(view.title)
    }

    /// The last part of a name, without what a shell or a folder could trip over.
    static func fileName(_ name: String) -> String {
        let allowed = name.unicodeScalars.filter {
            $0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0)
        }
        let text = String(String.UnicodeScalarView(allowed)).drop { $0 == "." }
        return text.isEmpty ? "attachment" : String(text.suffix(80))
    }
}

/// What the commands say.
extension WalletWords {
    static func received(_ documents: Int, _ notices: Int) -> String {
        let told = notices == 0 ? "" : tell(" and \(notices) notices", zh: "、\(notices) 条通知")
        switch documents {
        case 0: return tell("No new documents\(told)", zh: "没有新文档\(told)")
        case 1: return tell("1 new document\(told)", zh: "收到 1 份新文档\(told)")
        case _: return tell("\(documents) new documents\(told)", zh: "收到 \(documents) 份新文档\(told)")
        }
    }

    static var setAside: String { tell("set aside", zh: "已放在一边") }
    static var waits: String { tell("later", zh: "下次再看") }

    static func filesAway(_ count: Int) -> String {
        tell(
            "\(count) files of documents did not come yet; they are looked for again next time",
            zh: "有 \(count) 个附件尚未取到，下次再找")
    }

    static var notEverywhere: String {
        tell(
            "Too few nodes answered to be sure that nothing else lies there: run it again later.",
            zh: "回答的节点太少，不能确定是否还有其他送达件：请稍后再试。")
    }

    static func tooFewAsked(_ asked: Int, of all: Int, needed: Int) -> String {
        tell(
            "\(asked) of \(all) nodes \(asked == 1 ? "was" : "were") asked, and \(needed) must be asked to be sure "
                + "that nothing else lies there: give others with --node.",
            zh: "\(all) 个节点中只询问了 \(asked) 个；须询问 \(needed) 个才能确定没有其他送达件：请用 --node 给出其他节点。")
    }

    static var noPlan: String {
        tell(
            "This wallet has no plan of what the file should hold, so nothing can be said to be missing.",
            zh: "本钱包没有档案应有项目的清单，无法说明缺少什么。")
    }

    static var laterPlan: String {
        tell("Keep this plan of what the file should hold, from now on.", zh: "从此采用此档案清单（一人一档）。")
    }

    static func fileHeadline(_ count: Int, _ completeness: (held: Int, planned: Int)?) -> String {
        let documents = tell(count == 1 ? "1 document" : "\(count) documents", zh: "\(count) 份文档")
        guard let completeness else { return documents }
        return documents
            + tell(
                "; the file has \(completeness.held) of \(completeness.planned) items",
                zh: "；档案完整度 \(completeness.held)/\(completeness.planned)")
    }

    static func dimension(_ name: Bilingual, _ held: Int, _ planned: Int) -> String {
        tell("\(name.en): \(held) of \(planned)", zh: "\(name.zh)：\(held)/\(planned)")
    }

    static var others: String { tell("Others", zh: "其他") }

    static func missingItem(_ item: FilePlan.Item) -> String {
        let source = item.source.map { tell(": \($0.en)", zh: "：\($0.zh)") } ?? ""
        let note = item.isSupplied ? "" : tell(" (not supplied yet)", zh: "（尚未提供）")
        return "  –  " + tell(item.name) + source + note
    }

    static func unread(_ count: Int) -> String {
        tell("\(count) unread notices: deedbox wallet notices", zh: "\(count) 条未读通知：deedbox wallet notices")
    }

    static func leaf(_ index: UInt64) -> String { tell("leaf \(index)", zh: "条目 \(index)") }
}
