/** How saving of the configuration ends. */
export const saving = {
  notSaved: '저장하지 못했습니다',
  changedMeanwhile: '그 사이에 설정이 바뀌어 저장하지 않았습니다',
  doAgain: '지금의 설정을 다시 읽었습니다. 한 번 더 하세요.',
  mistakes: '설정에 틀린 곳이 있어 저장하지 않았습니다',
  toSettings: '설정에서 고치기',
  place: (file: string, line: number) => `${file} ${line}행:`,
  notApplied: '저장했지만 아직 쓰이지 않습니다',
}
