import Credentials

/// Words of the commands for credentials.
enum CredentialWords {
    static var abstract: String {
        tell("Documents as verifiable credentials (SD-JWT VC) in files.", zh: "文件形式的可验证凭证（SD-JWT VC）。")
    }
    static var root: String { tell("Make a root certificate for issuers.", zh: "制作签发方的根证书。") }
    static var certify: String { tell("Certify an issuer's key.", zh: "为签发方的密钥签发证书。") }
    static var issue: String { tell("Sign claims as a credential.", zh: "把声明签为凭证。") }
    static var issueDiscussion: String {
        tell(
            """
            The file is JSON: "open" are claims that are always shown (vct and iss must be among them), "fields" claims
            that the holder may withhold, "groups" objects of such fields, "lists" arrays of such elements.
            """,
            zh: """
                文件为 JSON：“open” 为始终公开的声明（须含 vct 和 iss），“fields” 为持有人可不披露的声明，
                “groups” 为此类字段组成的对象，“lists” 为此类元素组成的数组。
                """)
    }
    static var present: String { tell("Show chosen claims, signed by the holder.", zh: "选择披露，并由持有人签名。") }
    static var verify: String { tell("Check a credential or a presentation.", zh: "核验凭证或出示件。") }
    static var claim: String {
        tell("Claim credentials from an issuer by OpenID4VCI.", zh: "按 OpenID4VCI 向签发方领取凭证。")
    }
    static var statusList: String { tell("The states of many credentials.", zh: "大量凭证的状态。") }
    static var statusListMake: String { tell("Make and sign a status list.", zh: "制作并签署状态列表。") }
    static var statusListRead: String { tell("Check a status list and read entries.", zh: "核验状态列表并读取条目。") }

    static var rootFile: String { tell("The root certificate, PEM.", zh: "根证书（PEM）。") }
    static var rootKey: String { tell("The root's key.", zh: "根证书的密钥。") }
    static var keysFile: String {
        tell("What the issuer publishes as jwt-vc-issuer.", zh: "签发方公布的 jwt-vc-issuer 文件。")
    }
    static var issuer: String { tell("The issuer's address.", zh: "签发方地址。") }
    static var certifiedKey: String { tell("The key to certify.", zh: "待认证的密钥。") }
    static var organization: String { tell("Whose certificate it is.", zh: "证书所属机构。") }
    static var years: String { tell("How many years it holds.", zh: "有效年数。") }
    static var out: String { tell("The file to write.", zh: "写入的文件。") }
    static var outPrefix: String { tell("The file to write; .1, .2 … for several.", zh: "写入的文件；多份时加 .1、.2……") }
    static var claims: String { tell("The claims, JSON.", zh: "声明（JSON）。") }
    static var signingKey: String { tell("The issuer's key (ES256).", zh: "签发方密钥（ES256）。") }
    static var chain: String { tell("The issuer's certificates, PEM, its own first.", zh: "签发方证书链（PEM），自身在前。") }
    static var holder: String { tell("The holder's key, to bind the credential to.", zh: "凭证所绑定的持有人密钥。") }
    static var holderKey: String { tell("The holder's key (ES256).", zh: "持有人密钥（ES256）。") }
    static var decoys: String { tell("Fill digests up to a multiple of this.", zh: "摘要数补足到该数的倍数。") }
    static var credential: String { tell("The credential.", zh: "凭证文件。") }
    static var path: String { tell("A claim to show, as name or group.name.", zh: "要披露的声明，如 name 或 group.name。") }
    static var audience: String { tell("Who is addressed.", zh: "出示对象。") }
    static var nonce: String { tell("The verifier's nonce.", zh: "核验方的随机数。") }
    static var time: String { tell("The time to judge by, POSIX seconds; else now.", zh: "核验时刻（POSIX 秒），默认为现在。") }
    static var link: String { tell("openid-credential-offer://…", zh: "openid-credential-offer://……") }
    static var transactionCode: String { tell("The code that was told apart.", zh: "另行告知的交易码。") }
    static var tries: String { tell("How often to ask an issuer that answers later.", zh: "签发方稍后答复时的询问次数。") }
    static var listAddress: String { tell("The list's address.", zh: "列表地址。") }
    static var listFile: String { tell("The list.", zh: "列表文件。") }
    static var count: String { tell("How many entries.", zh: "条目数。") }
    static var set: String { tell("A state other than valid.", zh: "非有效的状态。") }
    static var lifetime: String { tell("How long the list is in force.", zh: "列表有效时长。") }
    static var copy: String {
        tell("Compare a file with the page images that a credential binds.", zh: "将文件与凭证绑定的版式文件比对。")
    }
    static var index: String { tell("An entry to read.", zh: "要读取的条目。") }

    static var badKey: CommandError {
        .refused(
            "not-es256", tell("the key is not of ES256", zh: "密钥不是 ES256"),
            next: tell("take a key of ES256", zh: "请使用 ES256 密钥"))
    }

    static var noImages: CommandError {
        .refused(
            "unknown", tell("the credential shows no page image", zh: "凭证没有出示版式文件"),
            next: tell("let the holder show its attachments", zh: "请持有人出示附件"))
    }

    static var otherFile: CommandError {
        .refused(
            "altered",
            tell("altered: this is not a file that the credential binds", zh: "不一致：不是凭证绑定的文件"),
            next: tell("ask for the file as its issuer gave it", zh: "请索取签发方发出的原文件"))
    }

    static func badAddress(_ text: String) -> CommandError {
        .usage(tell("\(text) is no https or http address", zh: "\(text) 不是 https 或 http 地址"))
    }

    static func status(_ value: UInt8) -> String {
        switch ListedStatus(rawValue: value) {
        case .valid: tell("valid", zh: "有效")
        case .invalid: tell("revoked", zh: "已吊销")
        case .suspended: tell("suspended", zh: "已暂停")
        case .superseded: tell("superseded", zh: "已被取代")
        case nil: tell("unknown state \(value)", zh: "未知状态 \(value)")
        }
    }
}
