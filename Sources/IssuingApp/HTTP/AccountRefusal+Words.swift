internal import Accounts
internal import NodeAPI
internal import Rulebook

extension AccountRefusal {
    /// Which rule an account would break, and what to do.
    var accountWords: Words {
        let (detail, next) = accountParts
        return Words(detail: Bilingual(zh: detail.zh, en: detail.en), next: Bilingual(zh: next.zh, en: next.en))
    }

    private typealias Both = (en: String, zh: String)

    private var accountParts: (Both, Both) {
        switch self {
        case .nameTaken(let name):
            (("There is an account \(name) already.", "已有账户 \(name)。"), ("Choose another name.", "请换一个名称。"))
        case .unknownName(let name):
            (
                ("There is no account \(name).", "没有账户 \(name)。"),
                ("`deedbox issuer staff list` shows all.", "deedbox issuer staff list 列出全部账户。")
            )
        case .badName(let name):
            (
                ("\"\(name)\" cannot be a name.", "“\(name)”不能用作名称。"),
                (
                    "Take 2 to 64 letters a-z, digits, dots and hyphens, beginning with a letter.",
                    "请用 2 至 64 个小写字母、数字、点和连字符，以字母开头。"
                )
            )
        case .badPassword:
            (
                (
                    "The password needs at least \(Password.minCount) characters, and at most \(Password.maxByteCount) "
                        + "bytes.", "口令至少 \(Password.minCount) 个字符，至多 \(Password.maxByteCount) 字节。"
                ), ("Choose another one; a few words are easy to keep in mind.", "请换一个；几个词连在一起便于记忆。")
            )
        case .machineApprover:
            (
                ("A machine cannot approve.", "机器不能担任审批人。"),
                ("Leave the role approver out; a person has it.", "请去掉 approver 角色，由人员担任。")
            )
        case .badExpiry:
            (
                ("The token must end 1 to 3660 days from now.", "令牌有效期须为 1 至 3660 天。"),
                ("Give other --days.", "请更改 --days。")
            )
        case .lastAdmin:
            (
                ("This is the last admin, and one must stay.", "这是最后一名管理员，必须保留一名。"),
                ("Add another admin first.", "请先增加一名管理员。")
            )
        case .wrongCredentials, .locked, .notSignedIn, .noFormToken, .roleNeeded:
            preconditionFailure("\(self) is no rule on what an account may be")
        }
    }
}
