import Accounts
import IssuingApp
import Rulebook
import Signing

/// Words of the noun `issuer`: what its verbs and options are.
enum IssuerWords {
    static var abstract: String { tell("An issuing desk: import, mint, deliver, correct.", zh: "签发台：导入、上链、送达、更正。") }
    static var discussion: String {
        ConsoleWords.examples(
            "deedbox issuer init --data desk --member police --key police.key --credential-key police-credential.key "
                + "--url http://127.0.0.1:7401",
            "deedbox issuer import certificates.csv --mapping mapping.json --data desk",
            "deedbox issuer mint --data desk", "deedbox issuer serve --data desk") + "\n\n" + ConsoleWords.exitCodes
    }
    static var initialise: String { tell("Make a desk's folder.", zh: "创建签发台文件夹。") }
    static var initialised: String { tell("The desk is there", zh: "签发台已创建") }
    static var data: String { tell("The desk's folder.", zh: "签发台文件夹。") }
    static var desk: String { tell("The desk's address, in place of its folder.", zh: "签发台地址，代替文件夹。") }
    static var credentialKey: String { tell("The member's ES256 key for documents.", zh: "机构签发文档用的 ES256 密钥。") }
    static var certificates: String { tell("Certificates of that key in PEM, its own first.", zh: "该密钥的证书链（PEM）。") }
    static var url: String { tell("The desk's address as others reach it.", zh: "对外地址。") }
    static var registrar: String { tell("The registrar's address.", zh: "实名核验方地址。") }
    static var port: String { tell("Port of the HTTP server; otherwise that of --url.", zh: "HTTP 端口；缺省为 --url 中的端口。") }
    static var social: String { tell("A social body: documents say so.", zh: "社会机构，文档上标明。") }
    static var tokenFile: String { tell("File with a machine's token.", zh: "机器令牌文件。") }
    static var staff: String { tell("Name of a member of the staff.", zh: "工作人员用户名。") }
    static var passwordFile: String { tell("File with that person's password.", zh: "口令文件。") }
    static var code: String { tell("That person's one-time code.", zh: "动态码。") }
    static var staffAbstract: String { tell("People and machines of the desk.", zh: "人员与机器。") }
    static var staffList: String { tell("Who may act at this desk", zh: "可操作本签发台的人员与机器") }
    static var staffAdd: String { tell("Add a person.", zh: "增加人员。") }
    static var staffRoles: String { tell("Give a person other roles; open sessions end.", zh: "更改人员角色；其会话随即结束。") }
    static var staffReset: String { tell("New password and new code secret.", zh: "重置口令和动态码。") }
    static var staffDisable: String { tell("Let a person in no more.", zh: "停用人员。") }
    static var staffMachine: String { tell("Add a machine; its token is told once.", zh: "增加机器，令牌仅显示一次。") }
    static var removeMachine: String { tell("End a machine's token.", zh: "移除机器令牌。") }
    static var staffCode: String { tell("Compute the code of a secret, for scripts.", zh: "计算动态码，供脚本使用。") }
    static var newPassword: String {
        tell("File with the new password, 12 characters or more.", zh: "新口令文件，至少 12 个字符。")
    }
    static var roles: String {
        tell(
            "clerk, approver, admin, auditor, inquirer, with commas.",
            zh: "clerk、approver、admin、auditor、inquirer，逗号分隔。")
    }
    static var machine: String { tell("Name of the machine.", zh: "机器名称。") }
    static var days: String { tell("How long the token is good.", zh: "令牌有效天数。") }
    static var secretFile: String { tell("File with the secret in base32.", zh: "动态码密钥文件（base32）。") }
    static var catalogue: String { tell("The types that the desk knows.", zh: "签发台目录。") }
    static var catalogueLoad: String { tell("Load type definitions and code lists.", zh: "载入类型定义与代码表。") }
    static var catalogueFiles: String { tell("Files deedbox-type or deedbox-list.", zh: "类型或代码表文件。") }
    static var catalogueList: String { tell("Types in every version", zh: "各版本类型") }
    static var catalogueShow: String { tell("A type here and on the ledger.", zh: "类型在本台与账本上的情况。") }
    static var catalogueRegister: String {
        tell("Write a new type's checked definition for governance.", zh: "写出新类型的定义，供治理方登记。")
    }
    static var registrationOut: String { tell("Where the definition is written.", zh: "定义文件。") }
    static var catalogueUpdate: String { tell("Propose the next version of an own type.", zh: "提议发布自有类型的下一版。") }
    static var catalogueRetire: String { tell("Propose to retire an own type.", zh: "提议停用自有类型。") }
    static var catalogueAccredit: String { tell("Propose who may mint an own type.", zh: "提议授予签发资格。") }
    static var version: String { tell("The version that is loaded.", zh: "已载入的版本。") }
    static var why: String { tell("Words for the approver.", zh: "写给审批人的说明。") }
    static var receipt: String { tell("Where the act's receipt is written.", zh: "回执文件。") }
    static var work: String { tell("How far everything is, and what waits.", zh: "进度与待办。") }
    static var renewals: String { tell("Rules by which the desk proposes renewals.", zh: "续期规则。") }
    static var renewalSet: String { tell("Set the rule of a type.", zh: "设定类型的续期规则。") }
    static var renewalRemove: String { tell("End the rule of a type.", zh: "取消续期规则。") }
    static var daysBefore: String { tell("How long before their end.", zh: "到期前多少天。") }
    static var years: String { tell("For how many years.", zh: "延续多少年。") }
    static var seenWithin: String {
        tell("Only rows that an import has shown within so many days.", zh: "仅限最近多少天内导入过的行。")
    }
    static var importAbstract: String { tell("Take a file through the quality gate.", zh: "经质量关口导入文件。") }
    static var importFile: String {
        tell(
            "CSV, JSON lines, XML, SQLite file or a PostgreSQL connection.",
            zh: "CSV、JSON 行、XML、SQLite 文件或 PostgreSQL 连接。")
    }
    static var mapping: String { tell("The mapping file.", zh: "映射文件。") }
    static var dryRun: String { tell("Judge the rows and make no document.", zh: "只判断，不生成文档。") }
    static var report: String { tell("Folder for the report to the source.", zh: "交还数据来源的报告文件夹。") }
    static var mint: String { tell("Bind, sign, anchor and deliver what can be.", zh: "绑定、签名、上链、送达。") }
    static var push: String { tell("The same, asking again for holders without a wallet.", zh: "同上，并重新查询未开户的持有人。") }
    static var patience: String { tell("How long to wait for nodes, in seconds.", zh: "等待节点的秒数。") }
    static var documents: String { tell("List documents.", zh: "列出文档。") }
    static var run: String { tell("The import's number.", zh: "批次编号。") }
    static var stage: String { tell("pending, bound, signed, anchored, delivered, withdrawn, refused.", zh: "所处阶段。") }
    static var holder: String { tell("The holder's number.", zh: "持有人号码。") }
    static var holderKind: String {
        tell("Kind of that number: 111 citizen, 001 credit code.", zh: "号码类型：111 身份证，001 信用代码。")
    }
    static var holderName: String { tell("The holder's name.", zh: "持有人姓名。") }
    static var statusAbstract: String { tell("Revoke, suspend, reinstate.", zh: "吊销、暂停、恢复。") }
    static var verb: String { tell("revoke, suspend or reinstate.", zh: "revoke、suspend 或 reinstate。") }
    static var document: String { tell("The document's number.", zh: "文档编号。") }
    static var documentsFile: String { tell("File with a document's number a line.", zh: "每行一个文档编号的文件。") }
    static var reason: String { tell("Code of the reason.", zh: "理由代码。") }
    static var text: String { tell("Words for the holder.", zh: "写给持有人的说明。") }
    static var basis: String { tell("The legal basis.", zh: "法律依据。") }
    static var approve: String { tell("Decide what another person has proposed.", zh: "审批他人的提议。") }
    static var approval: String { tell("The proposal's number.", zh: "提议编号。") }
    static var approvals: String { tell("What waits for a second person.", zh: "待审事项。") }
    static var approvalColumns: [String] {
        [
            tell("proposal", zh: "提议"), tell("kind", zh: "类型"), tell("about", zh: "内容"),
            tell("proposed by", zh: "提出人"), tell("at", zh: "时间"), tell("decided by", zh: "审批人"),
        ]
    }
    static var reject: String { tell("Reject it.", zh: "驳回。") }
    static var remark: String { tell("A remark.", zh: "备注。") }
    static var all: String { tell("Those that are over too.", zh: "包括已结束的。") }
    static var batches: String { tell("Imports, and taking one back.", zh: "批次与整批撤回。") }
    static var batchColumns: [String] {
        [
            tell("run", zh: "批次"), tell("file", zh: "文件"), tell("type", zh: "类型"), tell("accepted", zh: "合格"),
            tell("held back", zh: "退回"), tell("repeated", zh: "重复"), "",
        ]
    }
    static var batchShow: String { tell("Show an import's report.", zh: "查看导入报告。") }
    static var takeBack: String { tell("Propose to take a whole import back.", zh: "提议整批撤回。") }
    static var offers: String { tell("Invitations to claim.", zh: "领取邀请。") }
    static var offerCreate: String { tell("Offer a document, or let a holder apply.", zh: "发出领取邀请或申请邀请。") }
    static var offerType: String { tell("Type that the holder may apply for.", zh: "可申请的类型。") }
    static var withoutCode: String { tell("Without a transaction code.", zh: "不设交易码。") }
    static var applications: String { tell("What holders apply for.", zh: "申请返还队列。") }
    static var applicationShow: String {
        tell("Show an application with the holder's name and number; the look is noted.", zh: "查看申请及申请人；查看会留痕。")
    }
    static var applicationAnswer: String { tell("Issue or refuse.", zh: "同意或不予签发。") }
    static var application: String { tell("The application's number.", zh: "申请编号。") }
    static var values: String { tell("JSON file of values by field path.", zh: "按字段给值的 JSON 文件。") }
    static var refuseZh: String { tell("Reason of a refusal, in Chinese.", zh: "不予签发的理由（中文）。") }
    static var refuseEn: String { tell("Reason of a refusal, in English.", zh: "不予签发的理由（英文）。") }
    static var corrections: String { tell("Holders' disputes.", zh: "异议队列。") }
    static var correctionAnswer: String { tell("Answer a dispute.", zh: "答复异议。") }
    static var correction: String { tell("The dispute's number.", zh: "异议编号。") }
    static var outcome: String { tell("corrected, upheld or removed.", zh: "corrected（更正）、upheld（维持）或 removed（删除）。") }
    static var attach: String { tell("Attach a page image to a document not signed yet.", zh: "为未签名的文档附页面图像。") }
    static var image: String { tell("PDF, OFD, JPEG or PNG.", zh: "PDF、OFD、JPEG 或 PNG。") }
    static var replace: String { tell("Renew or replace a document.", zh: "延续或换证。") }
    static var expiry: String { tell("New end, POSIX seconds.", zh: "新的有效期止（POSIX 秒）。") }
    static var serve: String { tell("Run the desk: pages, API, claims, its own work.", zh: "运行签发台。") }
    static var host: String { tell("Address to listen at.", zh: "监听地址。") }
    static var behindProxy: String { tell("A proxy in front speaks TLS.", zh: "前面有 TLS 代理。") }
    static var backup: String { tell("Copy the desk as of one moment.", zh: "备份签发台。") }
    static var backupOut: String { tell("Empty folder for the copy.", zh: "备份到的文件夹。") }
    static var backupIn: String { tell("Folder with the backup.", zh: "备份所在文件夹。") }
    static var restore: String { tell("Restore the desk from its backup and the ledger.", zh: "由备份加账本恢复签发台。") }
    static var resolve: String { tell("What to do with records that the backup does not know.", zh: "如何处置备份中没有的记录。") }
    static var audit: String { tell("Show the audit log and check its chain.", zh: "查看审计日志并核对链条。") }
    static var after: String { tell("Lines after this number.", zh: "此编号之后的条目。") }
    static var backupMeaning: String {
        tell(
            "It holds the storage key and the keys of the member: keep it as you keep those.",
            zh: "备份内含存储密钥和机构密钥，请同等保管。")
    }
    static var keys: String { tell("What the desk signs documents with.", zh: "签发台的签发密钥。") }
    static var keysReplace: String {
        tell(
            "Another key and its certificates in the place of the present one; the desk must not run.",
            zh: "更换签发密钥及其证书；须先停止签发台。")
    }
    static var keysReplaced: String {
        tell(
            "the former key stays published, so its documents are checked as before; its private half is gone",
            zh: "原公钥继续公布，已签发的文档照常可验；原私钥已删除")
    }
    // These stand in the reason that holders read: in both languages, whoever types.
    static let restoredText = "签发台由备份恢复，重新签发 issued anew after the desk was restored"
    static let restoredBasis = "系统恢复 restored from backup"
    static var reasonOfRecord: String {
        tell("Why a record's status is what it is, for a holder who asks.", zh: "查看记录状态变更的理由，供持有人询问时告知。")
    }
    static var record: String { tell("The record's leaf.", zh: "记录的叶编号。") }
    static func noReason(_ record: UInt64) -> CommandError {
        .refused("not-found", tell("nothing was said of record \(record) here", zh: "本签发台没有记录 \(record) 的状态变更"))
    }
    static var lostNext: String {
        tell(
            "minting is held; propose `issuer restore --resolve revoke` or `keep`, and let another person decide",
            zh: "上链已暂停；用 deedbox issuer restore --resolve revoke 或 keep 提出处置，经他人批准后继续")
    }
    static var reasons: String {
        let list = ReasonCode.allCases.map { "  \($0.rawValue)  " + tell($0.name.en, zh: $0.name.zh) }
        return tell("REASONS", zh: "理由") + "\n" + list.joined(separator: "\n")
    }
}
