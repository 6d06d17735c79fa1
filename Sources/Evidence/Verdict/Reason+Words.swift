public import Rulebook

extension Reason {
    /// What is wrong, in words without its facts.
    public var cause: Bilingual { Bilingual(zh: causeTexts.zh, en: causeTexts.en) }

    /// What to do next.
    public var next: Bilingual { Bilingual(zh: nextTexts.zh, en: nextTexts.en) }

    private var causeTexts: (zh: String, en: String) {
        switch self {
        case .notAddressedToMe: ("授权或使用属于另一家用证方", "the grant or the use is another member's")
        case .passingFalse: ("其中的转交不成立", "the passing in it does not hold")
        case .signedForAnother: ("持有人签给了另一家用证方", "the holder signed it for another verifier")
        case .receiptMissing: ("缺少回执", "a receipt is missing")
        case .receiptUnreadable: ("回执无法读取", "a receipt does not read")
        case .otherLedger: ("属于另一个账本", "it is of another ledger than the one you trust")
        case .checkpointNotFinal: ("检查点没有法定数量的有效联署", "no quorum of good signatures stands below the checkpoint")
        case .epochsMissing: ("签署的节点不在已知任期中", "validators signed whom the known epochs do not name")
        case .notInLog: ("路径不通向该检查点", "the path does not lead to the checkpoint")
        case .notReached: ("所依据的另一项核验未成立", "another check, on which this one rests, did not hold")
        case .proofMissing: ("缺少状态证明", "no proof of the state is at hand")
        case .proofBroken: ("状态证明不成立", "the proof of the state does not hold")
        case .proofTooOld: ("状态证明早于该次使用", "the proof of the state speaks of a block before the use")
        case .changedSince:
            ("状态在使用之后又有变更，只能得知最后一次", "its state changed after the use, and the proof tells the last change alone")
        case .notAGrant: ("该条目不是授权", "the leaf is no grant")
        case .grantSignatureFalse: ("授权没有其密钥的有效签名", "the grant is not signed by its own key")
        case .otherGrant: ("该次使用属于另一授权", "the use is of another grant")
        case .grantClosed: ("授权已结案并移出状态", "the grant was closed before the proof was made")
        case .grantEnded: ("使用时授权已终止", "the grant was over at the time of the use")
        case .notAUse: ("该条目不是使用", "the leaf is no use")
        case .notCounted: ("该序号计的是另一次使用", "the grant counts another use under this number")
        case .sceneUnknown: ("账本上没有该场景或字段组", "the ledger has no such scene or profile")
        case .fieldMissing: ("缺少必需字段", "a required field was not shown")
        case .documentUnreadable: ("不是可读取的文档", "it does not read as a document")
        case .disclosureFalse: ("披露项与签名摘要不符", "a disclosure does not fit the signed document")
        case .documentOfOtherLedger: ("文档属于另一个账本", "the document is of another ledger")
        case .typeDiffers: ("文档与记录的类型不同", "document and record name different types")
        case .dateDiffers: ("所称签发时间与登记相差超过一天", "it claims an issue more than a day from its record")
        case .recordTimeUnknown: ("回执未说明登记时间", "the receipt does not tell when it was recorded")
        case .issuerUnknown: ("账本上没有该签发机构", "the ledger knows no such issuer")
        case .issuerKeysChanged:
            ("签发机构的登记其后已变更", "the issuer's entry has changed since, and its keys of then are not told")
        case .signatureFalse: ("不是签发机构当时登记的密钥所签", "none of the keys that the issuer had then signed it")
        case .notAnIssue: ("该回执不是文档登记的回执", "the receipt is not that of a document")
        case .recordOfAnother: ("该记录属于另一份文档", "the record is of another document")
        case .revoked: ("已被签发机构吊销", "its issuer revoked it")
        case .suspended: ("已被签发机构暂停", "its issuer suspended it")
        case .superseded: ("已被新文档替换", "a newer document takes its place")
        case .inDispute: ("使用时持有人有异议，签发机构尚未答复", "its holder disputed it, and the issuer had not answered at the use")
        case .expired: ("使用时已过有效期", "its validity had ended before the use")
        case .notYetValid: ("使用时尚未生效", "its validity had not begun at the use")
        case .stale: ("数据已过更新期", "the data is older than it should be")
        case .bindingMissing: ("缺少持有人签名", "the holder did not sign the presentation")
        case .bindingFalse: ("持有人签名无效", "the holder's signature is false")
        case .bindingOfAnotherUse: ("持有人签名属于另一次使用", "the holder signed for another use")
        case .bindingOutOfTime: ("持有人签名时间不成立", "the holder's signature is dated after the use, or far too early")
        case .beyondScene: ("出示的字段超出场景", "a field was shown that the scene does not ask for")
        case .typeBeyondScene: ("出示的文档类型超出场景", "a document was shown whose type the scene does not ask for")
        case .caseDiffers: ("案号与请求或使用的承诺不符", "the case number is not the one of request and use")
        case .assuranceTooLow: ("检查点可承受的作恶节点少于要求", "the checkpoint withstands fewer lying validators than you ask for")
        case .olderThanAccepted: ("数据早于所接受的期限", "the data is older than you accept")
        case .labelNotAccepted: ("签发方类别不在所接受之列", "a kind of issuer stands behind it that you do not accept")
        }
    }

    private var nextTexts: (zh: String, en: String) {
        switch self {
        case .notAddressedToMe: ("请以其受文方的准确名称核验（--as）", "check it in the exact name of whom it is addressed to (--as)")
        case .passingFalse:
            ("请用证方重新转交，并交付载有该转交的证据包", "ask its relying party to pass it on, and for evidence with that passing")
        case .signedForAnother: ("不可采信；请向持有人重新申请授权", "do not rely on it; ask the holder for a grant of your own")
        case .receiptMissing: ("请持有人补发回执，或向节点索取", "ask the holder for the receipt, or a node if you know the record")
        case .receiptUnreadable: ("请索取未损坏的回执后再核验", "ask for an undamaged receipt and check again")
        case .otherLedger: ("请用该账本的创世文件核验", "check with the genesis file of that ledger")
        case .checkpointNotFinal, .notInLog: ("不可采信；请向节点索取新的回执", "do not rely on it; ask a node for a new receipt")
        case .epochsMissing: ("请取得最新的任期证明（GET /epochs）后再核验", "fetch the epochs of today (GET /epochs) and check again")
        case .notReached: ("请先处理该项核验", "see to that check first")
        case .proofMissing: ("请稍后向任一节点再次索取", "ask any node again later")
        case .proofBroken:
            ("请重新索取该文件，或向另一节点索取证明", "get the file again from who gave it, or the proof from another node")
        case .proofTooOld: ("请向已同步的节点索取新的证明", "ask a node that has caught up for a newer proof")
        case .changedSince: ("请采用使用时留存的证明", "take the proof that was kept at the use")
        case .notAGrant, .notAUse: ("不可采信；请索取正确的回执", "do not rely on it; ask for the right receipt")
        case .grantSignatureFalse: ("不可采信，请报告监管方", "do not rely on it, and tell the regulator")
        case .otherGrant: ("请提供同一授权的两份回执", "give the receipts of grant and use that belong together")
        case .grantClosed: ("请采用使用当时留存的证明，或结案记录", "take the proof that was kept at the use, or the record of its end")
        case .grantEnded: ("不可采信；节点违反了规则，请报告监管方", "do not rely on it; nodes broke a rule: tell the regulator")
        case .notCounted: ("不可采信；以账本所计的使用为准", "do not rely on it: the use that the ledger counted is another")
        case .sceneUnknown: ("请核对场景代码与字段组", "compare scene and profile with what was declared")
        case .fieldMissing: ("请持有人补充授权", "ask the holder for a grant that shows it")
        case .documentUnreadable, .disclosureFalse:
            ("不可采信；请持有人重新出示", "do not rely on it; ask the holder to show it again")
        case .documentOfOtherLedger: ("请用该账本的创世文件核验", "check it with the genesis file of that ledger")
        case .typeDiffers, .dateDiffers: ("不可采信；请签发机构更正", "do not rely on it; the issuer must correct it")
        case .recordTimeUnknown: ("请向节点索取该区块封印的回执", "ask a node for the receipt of that block's seal")
        case .issuerUnknown: ("不可采信；请核对签发机构", "do not rely on it; find out who issued it")
        case .issuerKeysChanged: ("请向签发机构核实当时的密钥", "ask the issuer for its keys of that time")
        case .signatureFalse: ("不可采信；请向签发机构核实", "do not rely on it; ask the issuer")
        case .notAnIssue: ("请持有人提供文档登记的回执", "ask the holder for the receipt of the document's record")
        case .recordOfAnother: ("不可采信；请持有人提供本文档的回执", "do not rely on it; ask for the receipt of this document")
        case .revoked: ("请持有人向签发机构申请新文档", "the holder must get a new document from the issuer")
        case .suspended: ("待签发机构恢复后再核验", "check again once the issuer has reinstated it")
        case .superseded: ("请持有人出示新文档", "ask the holder for the newer document")
        case .inDispute: ("可采信，但应留意异议；答复后请再核验", "rely on it with care; check again once the issuer has answered")
        case .expired: ("请持有人更新文档", "the holder must renew it")
        case .notYetValid: ("请在生效后再使用", "use it once it is valid")
        case .stale: ("请签发机构更新数据，持有人出示新文档", "the issuer must renew the data, and the holder show it again")
        case .bindingMissing, .bindingFalse, .bindingOfAnotherUse:
            ("不可采信；请报告错误密封并重新申请授权", "do not rely on it; report the bad deposit and ask for another grant")
        case .bindingOutOfTime:
            ("不可采信；请持有人校准时钟并重新授权", "do not rely on it; the holder must set the clock and grant again")
        case .beyondScene: ("不得使用超出的字段；请删除并告知持有人", "do not use what is beyond the scene; delete it and tell the holder")
        case .typeBeyondScene: ("不得使用该文档；请删除并告知持有人", "do not use the document; delete it and tell the holder")
        case .caseDiffers: ("请提供该次使用的案号与盐值", "give case number and salts of this very use")
        case .assuranceTooLow:
            (
                "请索取更多节点联署的回执（deedbox evidence renew）",
                "get receipts that more validators cosigned: deedbox evidence renew"
            )
        case .olderThanAccepted: ("请持有人出示更新的数据", "ask the holder for newer data")
        case .labelNotAccepted: ("请持有人出示所接受机构签发的文档", "ask the holder for a document of an issuer that you accept")
        }
    }
}

extension Reason.Actor {
    /// Who that is.
    public var words: Bilingual {
        switch self {
        case .relyingParty: Bilingual(zh: "用证方", en: "the relying party")
        case .holder: Bilingual(zh: "持有人", en: "the holder")
        case .issuer: Bilingual(zh: "签发机构", en: "the issuer")
        case .operator: Bilingual(zh: "节点运营方", en: "a node's operator")
        case .nobody: Bilingual(zh: "无须处理", en: "nobody")
        }
    }
}
