internal import Credentials
internal import NodeAPI
internal import Rulebook

/// What the error codes of the protocol mean for the holder, who must act, and what to do next.
enum ClaimWords {
    static func words(_ code: IssuingErrorCode?, _ told: String) -> Words {
        switch code {
        case .invalidGrant: grant(told)
        case .invalidRequest:
            .told(
                "the issuer misses the transaction code, or did not expect one (\(told))",
                zh: "签发机构缺少交易码，或并不需要交易码（\(told)）", next: "claim with exactly the code that the office told you",
                zh: "请按经办机构告知的交易码重新领取；未告知则不要填写")
        case .requestDenied:
            .told(
                "the issuer refuses: \(told)", zh: "签发机构拒绝：\(told)", next: "ask the issuing office",
                zh: "请向经办机构询问")
        case .invalidNonce, .invalidProof, .invalidDPoPProof, .useDPoPNonce:
            .told(
                "the issuer does not accept the wallet's key proof (\(told))", zh: "签发机构不接受钱包的密钥证明（\(told)）",
                next: "check the clock of this machine and claim again", zh: "请核对本机时间后重新领取")
        case .invalidToken, .invalidClient:
            .told(
                "the claim is over or not known to the issuer (\(told))", zh: "该次领取已失效或签发机构查无此项（\(told)）",
                next: "ask the issuing office for a new offer", zh: "请向经办机构索取新的领取邀请")
        case .unknownConfiguration, .unknownIdentifier, .invalidAuthorizationDetails:
            .told(
                "the issuer does not issue what was offered (\(told))", zh: "签发机构不签发邀请中的文档（\(told)）",
                next: "ask the issuing office for a new offer", zh: "请向经办机构索取新的领取邀请")
        case .invalidTransactionID, .invalidNotificationID, .invalidNotification:
            .told(
                "the issuer does not know of this claim (\(told))", zh: "签发机构没有该次领取的记录（\(told)）",
                next: "look whether the document has come; else ask the office", zh: "请先查看文档是否已到；否则向经办机构询问")
        case .unknownAttachment, .attachmentLimit:
            .told(
                "the issuer does not give the file (\(told))", zh: "签发机构未给出附件（\(told)）",
                next: "ask the issuing office for it", zh: "请向经办机构索取")
        case .invalidCredentialRequest, .invalidEncryption, .unsupportedGrantType, nil:
            .told(
                "the issuer does not understand the wallet: \(told)", zh: "签发机构不理解钱包的请求：\(told)",
                next: "tell the maker of the wallet or the issuer this sentence", zh: "请将此信息告知钱包或签发系统的提供方")
        }
    }

    private static func grant(_ told: String) -> Words {
        .told(
            "the code or the transaction code is wrong, was used, or is over (\(told))",
            zh: "领取码或交易码不对、已使用或已失效（\(told)）", next: "check the transaction code; else ask for a new offer",
            zh: "请核对交易码；否则请向经办机构索取新的领取邀请")
    }
}
