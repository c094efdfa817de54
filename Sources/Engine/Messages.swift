import Diagnostics

enum Messages {
  static let busy = Text(
    en: "the system is busy; nothing was changed, try again in a moment", ja: "混み合っています。変更は行われていません。少し待って再実行してください")
  static let closing = Text(
    en: "the system is being stopped; nothing was changed, try again in a moment",
    ja: "システムを停止しています。変更は行われていません。少し待って再実行してください")
}
