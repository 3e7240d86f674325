; Offers Charloom for .safetensors files under "Open with", and leaves the default as it is: other programs
; know the format as well. electron-builder calls these two while it installs and removes.

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Charloom.Model" "" "Charloom model"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Charloom.Model\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Charloom.Model\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\.safetensors\OpenWithProgids" "Charloom.Model" ""
  System::Call 'shell32::SHChangeNotify(i, i, i, i) v (0x08000000, 0, 0, 0)'
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.safetensors\OpenWithProgids" "Charloom.Model"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Charloom.Model"
  System::Call 'shell32::SHChangeNotify(i, i, i, i) v (0x08000000, 0, 0, 0)'
!macroend
