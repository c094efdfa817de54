package import Diagnostics

/// What is wrong between the record and the checkpoints signed over it.
package enum CheckpointFault: Hashable, Sendable {
  /// The leaves do not have the root that was signed at `size`; the first `soundTo` of them still did.
  case rootDiffers(soundTo: Int, size: Int)
  /// The same against a checkpoint kept outside: the record was rewritten, and signed anew if nothing else is found.
  case contradictsOutside(soundTo: Int, size: Int)
  case invalid(size: Int, NoteFailure)
  /// The stored columns differ from the signed note.
  case altered(size: Int)
  /// There are fewer leaves than a stored checkpoint was signed over.
  case truncated(leaves: Int, size: Int)
  /// There are fewer leaves than a checkpoint kept outside was signed over.
  case rolledBack(leaves: Int, size: Int)

  package var code: String {
    switch self {
    case .rootDiffers: "root-differs"
    case .contradictsOutside: "contradicts-outside"
    case .invalid: "checkpoint-invalid"
    case .altered: "checkpoint-altered"
    case .truncated: "truncated"
    case .rolledBack: "rolled-back"
    }
  }

  package var message: Text {
    switch self {
    case .rootDiffers(let soundTo, let size):
      Text(
        en: "leaves \(soundTo) to \(size - 1) do not lead to the root signed at size \(size)",
        ja: "葉 \(soundTo)〜\(size - 1) はサイズ \(size) で署名された根に一致しません")
    case .contradictsOutside(let soundTo, let size):
      Text(
        en: "leaves \(soundTo) to \(size - 1) contradict the checkpoint of size \(size) that was kept outside",
        ja: "葉 \(soundTo)〜\(size - 1) は外部に保管されたサイズ \(size) のチェックポイントと矛盾します")
    case .invalid(let size, let failure):
      Text(
        en: "the checkpoint of size \(size) is not valid: \(failure.message.en)",
        ja: "サイズ \(size) のチェックポイントが無効です: \(failure.message.ja)")
    case .altered(let size):
      Text(
        en: "the stored checkpoint of size \(size) differs from what was signed",
        ja: "保存されたサイズ \(size) のチェックポイントが署名内容と異なります")
    case .truncated(let leaves, let size):
      Text(
        en: "there are \(leaves) leaves, but a checkpoint was signed over \(size): the end was cut off",
        ja: "葉は \(leaves) 枚ですが、\(size) 枚に署名されています(末尾が切り取られています)")
    case .rolledBack(let leaves, let size):
      Text(
        en: "there are \(leaves) leaves, but a checkpoint kept outside covers \(size): the record was rolled back",
        ja: "葉は \(leaves) 枚ですが、外部のチェックポイントは \(size) 枚を示しています(記録が巻き戻されています)")
    }
  }
}
